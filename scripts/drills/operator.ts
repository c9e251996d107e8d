import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { iso, SCOPES } from '@token-ledger/core';
import { type CommandResult, run, runOrFail, type Shell } from './command.ts';
import type { Release } from './releases.ts';

/** A person at the keyboard, in the clone of a release: the commands of `docs/operations.md`, for one stage. */
export interface Operator {
  readonly release: Release;
  readonly shell: Shell;
  /** Returns the outputs of the stack. */
  deploy(): Promise<Readonly<Record<string, string>>>;
  /** `deploy`, which may fail. */
  tryToDeploy(): Promise<CommandResult>;
  /** Only the preflight. Exit code 1: something stands in the way. */
  check(): Promise<CommandResult>;
  destroy(): Promise<CommandResult>;
  /** Returns the access key as requests send it. */
  createAccessKey(): Promise<string>;
  /** Exit code 1: something differs. */
  audit(fromMs: number, toMs: number, ...options: readonly string[]): Promise<CommandResult>;
  restoreTable(...options: readonly string[]): Promise<CommandResult>;
}

/** The commands as `docs/operations.md` has them; the name of the stage follows. */
export const COMMANDS = {
  deploy: 'npm run deploy -- --stage ',
  destroy: 'npx cdk destroy -c stage=',
  audit: 'npm run audit -- --stage ',
  restoreTable: 'npm run restore-table -- --stage ',
} as const;

/** Nothing asks, because nobody answers. */
const UNATTENDED = ['--require-approval', 'never', '--no-notices', '--no-color', '--progress', 'events'];

export function createOperator(release: Release, parent: Shell, stage: string): Operator {
  const shell = { ...parent, cwd: release.directory };
  const outputsPath = join(release.directory, 'outputs.json');
  const words = (command: keyof typeof COMMANDS) => `${COMMANDS[command]}${stage}`.split(' ');
  const tryToDeploy = async () => {
    const options = [...UNATTENDED, '--outputs-file', outputsPath];
    return (await hasDeployCommand(release))
      ? run(shell, ...words('deploy'), '--', ...options)
      : run(shell, 'npx', 'cdk', 'deploy', '-c', `stage=${stage}`, ...options);
  };
  return {
    release,
    shell,
    tryToDeploy,

    check: () => run(shell, ...words('deploy'), '--check'),

    async deploy() {
      const { exitCode, output, command } = await tryToDeploy();
      if (exitCode !== 0)
        throw new Error(`"${command}" failed in ${release.directory}.\n\n${output.slice(-4000)}`);
      const stacks: Record<string, Record<string, string>> = JSON.parse(await readFile(outputsPath, 'utf8'));
      return stacks[`TokenLedger-${stage}`] ?? {};
    },

    destroy: () => run(shell, ...words('destroy'), '--force', '--no-color'),

    async createAccessKey() {
      const options = ['--stage', stage, '--name', 'drill', '--scopes', SCOPES.join(','), '--owner', 'drill'];
      const command = ['npm', 'run', '--silent', 'create-access-key', '--'];
      const { output } = await runOrFail(shell, ...command, ...options);
      const key = /^tl_\S+$/m.exec(output)?.[0];
      if (key === undefined) throw new Error('The command that creates an access key printed none.');
      return key;
    },

    audit: (fromMs, toMs, ...options) =>
      run(shell, ...words('audit'), '--from', iso(fromMs), '--to', iso(toMs), ...options),

    restoreTable: (...options) => runOrFail(shell, ...words('restoreTable'), ...options),
  };
}

/** Releases before it are deployed by the CDK alone. */
async function hasDeployCommand({ directory }: Release): Promise<boolean> {
  const { scripts } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return scripts['deploy'] !== undefined;
}
