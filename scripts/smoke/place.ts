import { join } from 'node:path';
import type { Shell } from '../drills/command.ts';
import { emulatorEnvironment, useEmulator } from '../local/aws-environment.ts';
import { apiUrlOnLoopback, startAccount } from '../local/product.ts';
import { REPOSITORY } from '../local/state.ts';

/** Where the smoke run deploys: an account of AWS, or the emulator. */
export interface Place {
  readonly local: boolean;
  readonly shell: Shell;
  /** The address of the API of a stack, without a slash at the end. */
  readonly apiUrl: (outputs: Readonly<Record<string, string>>) => string;
}

export interface EmulatorPlace extends Place {
  readonly emulator: { readonly endpoint: string; readonly emulatorPid: number };
}

const commandLine = (directory: string) => ({
  CDK_HOME: join(directory, 'cdk-home'),
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CI: 'true',
});

/** Starts the emulator. From then on, this process reaches it in place of AWS. */
export async function emulatorPlace(directory: string): Promise<EmulatorPlace> {
  const { endpoint, pid: emulatorPid } = await startAccount({ directory, progress: console.log });
  useEmulator(endpoint);
  return {
    local: true,
    shell: {
      cwd: REPOSITORY,
      // The tests of the template check it against the schemas of CloudFormation, which takes most of a synthesis.
      env: { ...emulatorEnvironment(endpoint), ...commandLine(directory), CDK_VALIDATION: 'false' },
      logs: join(directory, 'logs'),
    },
    apiUrl: (outputs) => apiUrlOnLoopback(endpoint, outputs),
    emulator: { endpoint, emulatorPid },
  };
}

/** The account of a profile, in the region of the profile or the one given. */
export function awsPlace(directory: string, profile: string, region: string | undefined): Place {
  process.env['AWS_PROFILE'] = profile;
  if (region !== undefined) process.env['AWS_REGION'] = region;
  // Keys in the environment would win over the profile.
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'])
    delete process.env[name];
  return {
    local: false,
    shell: {
      cwd: REPOSITORY,
      env: { ...process.env, ...commandLine(directory) },
      logs: join(directory, 'logs'),
    },
    apiUrl: (outputs) => (outputs['ApiUrl'] ?? '').replace(/\/+$/, ''),
  };
}
