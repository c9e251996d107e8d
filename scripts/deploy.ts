import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfiguration } from '../lib/configuration/read-configuration.ts';
import { readArguments, runScript } from './command-line.ts';
import type { Finding } from './deploy/finding.ts';
import { preflight } from './deploy/preflight.ts';
import { preflightCommand } from './deploy/preflight-command.ts';
import { readAccount } from './deploy/read-account.ts';

const USAGE = `Usage: npm run deploy -- [--stage <name>] [--check] [-- <options of cdk deploy>]

Checks whether the account and region of the environment can take the deployment, says what to do if not, and deploys.

  --stage  the stage to deploy; by default that of cdk.json
  --check  only check

The first deployment has two steps: tables and user pool refuse deletion only from the second on. So if the first
one fails, CloudFormation takes everything back.`;

const REPOSITORY = join(import.meta.dirname, '..');

await runScript(USAGE, async () => {
  const { values, positionals } = readArguments({
    options: { stage: { type: 'string' }, check: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const { context } = JSON.parse(readFileSync(join(REPOSITORY, 'cdk.json'), 'utf8')) as {
    readonly context: Readonly<Record<string, unknown>> & {
      readonly tokenLedger?: { readonly stages?: object };
    };
  };
  const configuration = readConfiguration({
    tryGetContext: (key) => (key === 'stage' ? values.stage : context[key]),
  });
  const stackName = `TokenLedger-${configuration.stage}`;

  const command = {
    stage: values.stage,
    namedStages: Object.keys(context.tokenLedger?.stages ?? {}),
    hasTerminal: values.check || process.stdin.isTTY,
    options: positionals,
  };
  if (stops(preflightCommand(command))) return 1;
  const account = await readAccount(configuration);
  if (stops(preflight(configuration, account))) return 1;
  console.error(
    `✓ ${account.region} can take ${stackName}: ${account.concurrentExecutions} functions may run at once.`,
  );
  if (values.check) return 0;

  const deploy = (...options: readonly string[]) => {
    const args = ['deploy', stackName, '-c', `stage=${configuration.stage}`, ...options, ...positionals];
    const { status, error } = spawnSync(join(REPOSITORY, 'node_modules', '.bin', 'cdk'), args, {
      cwd: REPOSITORY,
      stdio: 'inherit',
    });
    if (error) throw error;
    return status ?? 1;
  };
  if (account.stackStatus === undefined && configuration.deletionProtection) {
    console.error('Step 1 of 2: everything, without protection, so that a failure leaves nothing.');
    const status = deploy('-c', 'deletionProtection=false');
    if (status !== 0) return status;
    console.error('Step 2 of 2: protects tables, user pool and stack against deletion.');
  }
  return deploy();
});

/** Prints findings; whether one of them is a problem. */
function stops(findings: readonly Finding[]): boolean {
  for (const { kind, text } of findings) console.error(`${kind === 'problem' ? '✗' : '!'} ${text}`);
  return findings.some(({ kind }) => kind === 'problem');
}
