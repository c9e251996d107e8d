import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emulatorEnvironment, LOCAL_ACCOUNT, LOCAL_REGION, neutralEnvironment } from './aws-environment.ts';
import { runToEnd } from './processes.ts';
import { REPOSITORY } from './state.ts';

/**
 * The unmodified CDK command line. Synthesis is a separate step, so that it can run while the emulator starts.
 */
export interface Cdk {
  /** `context` has values of the CDK context, as `name=value`. */
  synthesize(...context: readonly string[]): Promise<void>;
  bootstrap(endpoint: string): Promise<void>;
  deploy(endpoint: string): Promise<StackOutputs>;
}

export interface StackOutputs {
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, string>>;
}

const EXECUTABLE = join(REPOSITORY, 'node_modules', '.bin', 'cdk');

/**
 * `directory` receives the assembly, the logs, and the files that the CDK otherwise keeps in the home directory.
 *
 * @param settings those of the stage; by default the ones in `cdk.json`
 */
export function createCdk(directory: string, settings?: Readonly<Record<string, unknown>>): Cdk {
  const assembly = join(directory, 'cdk.out');
  const outputsPath = join(directory, 'outputs.json');

  const run = (cwd: string, environment: NodeJS.ProcessEnv, command: string, ...args: string[]) =>
    runToEnd({
      executable: EXECUTABLE,
      args: [command, ...args, '--no-notices', '--no-color'],
      cwd,
      env: {
        ...environment,
        CDK_HOME: join(directory, 'cdk-home'),
        CDK_DISABLE_CLI_TELEMETRY: 'true',
        CI: 'true',
      },
      logPath: join(directory, `cdk-${command}.log`),
    });

  return {
    async synthesize(...context) {
      const app = settings ? await appWith(directory, settings) : REPOSITORY;
      const options = context.flatMap((value) => ['--context', value]);
      await run(app, neutralEnvironment(), 'synth', '--quiet', '--output', assembly, ...options);
    },

    async bootstrap(endpoint) {
      // Not beside cdk.json: bootstrapping needs no app, and would synthesize it.
      const elsewhere = join(directory, 'bootstrap');
      await mkdir(elsewhere, { recursive: true });
      await run(
        elsewhere,
        emulatorEnvironment(endpoint),
        'bootstrap',
        `aws://${LOCAL_ACCOUNT}/${LOCAL_REGION}`,
      );
    },

    async deploy(endpoint) {
      const args = ['--app', assembly, '--require-approval', 'never', '--outputs-file', outputsPath];
      await run(REPOSITORY, emulatorEnvironment(endpoint), 'deploy', ...args);
      const stacks: Record<string, Record<string, string>> = JSON.parse(await readFile(outputsPath, 'utf8'));
      const [stack] = Object.entries(stacks);
      if (stack === undefined) throw new Error('The deployment has no stack with outputs.');
      return { stackName: stack[0], outputs: stack[1] };
    },
  };
}

/** A folder whose `cdk.json` is that of the repository with other settings. */
async function appWith(directory: string, settings: Readonly<Record<string, unknown>>): Promise<string> {
  const { context, ...file } = JSON.parse(await readFile(join(REPOSITORY, 'cdk.json'), 'utf8')) as {
    readonly context: Readonly<Record<string, unknown>>;
  };
  const [node, program] = [
    join(REPOSITORY, 'node_modules', '.bin', 'node'),
    join(REPOSITORY, 'bin', 'token-ledger.ts'),
  ];
  const folder = join(directory, 'app');
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'cdk.json'),
    JSON.stringify({
      ...file,
      app: `"${node}" "${program}"`,
      context: { ...context, tokenLedger: settings },
    }),
  );
  return folder;
}
