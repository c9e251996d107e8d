import { describe, expect, it } from '@jest/globals';
import { type DeployCommand, preflightCommand } from '../../../scripts/deploy/preflight-command.ts';

const COMMAND: DeployCommand = {
  stage: 'prod',
  namedStages: ['dev', 'prod'],
  hasTerminal: true,
  options: [],
};

const textsOf = (command: Partial<DeployCommand>) =>
  preflightCommand({ ...COMMAND, ...command }).map(({ text }) => text);

describe('the preflight of the command to deploy', () => {
  it('lets stages pass that cdk.json names, and any where it names none', () => {
    expect(textsOf({})).toEqual([]);
    expect(textsOf({ stage: undefined })).toEqual([]);
    expect(textsOf({ stage: 'pilot', namedStages: [] })).toEqual([]);
  });

  it('refuses a stage that is none of those named: it would be another ledger', () => {
    expect(textsOf({ stage: 'prodd' })).toEqual([
      expect.stringMatching(/^cdk\.json names no stage prodd, but dev, prod\. .*"prodd": \{\}$/),
    ]);
  });

  it('refuses to ask for an approval where nobody can answer', () => {
    expect(textsOf({ hasTerminal: false })).toEqual([expect.stringMatching(/-- --require-approval never$/)]);
    expect(textsOf({ hasTerminal: false, options: ['--require-approval', 'never'] })).toEqual([]);
    expect(textsOf({ hasTerminal: false, options: ['--require-approval=never'] })).toEqual([]);
  });
});
