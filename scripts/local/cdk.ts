import { mkdir, readFile } from 'node:fs/promises';
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

/** `directory` receives the assembly, the logs, and the files that the CDK otherwise keeps in the home directory. */
export function createCdk(directory: string): Cdk {
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
      const options = context.flatMap((value) => ['--context', value]);
      await run(REPOSITORY, neutralEnvironment(), 'synth', '--quiet', '--output', assembly, ...options);
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
