/*
 * The files that scripts keep. Git ignores their directories, which may be deleted at any time.
 */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Person } from './first-people.ts';

export const REPOSITORY = join(import.meta.dirname, '..', '..');
export const STATE_DIRECTORY = join(REPOSITORY, '.token-ledger');

/** A running product, and how to use it. Contains the secret of an access key. */
export interface Deployment {
  /** The process that runs it. */
  readonly pid: number;
  /** The process of the emulator, whose children run the functions. */
  readonly emulatorPid: number;
  /** The AWS endpoint: the emulator. */
  readonly endpoint: string;
  /** The URL before the paths of the API, such as `/v1/usage`. */
  readonly apiUrl: string;
  readonly stackName: string;
  /** The outputs of the stack. */
  readonly outputs: Readonly<Record<string, string>>;
  /** An access key with all scopes, as requests send it. */
  readonly accessKey: string;
  /** Who can sign in to the console. */
  readonly people: readonly Person[];
}

/** The deployment of `npm start` in this clone, if it is running. */
export async function readDeployment(directory = STATE_DIRECTORY): Promise<Deployment | undefined> {
  try {
    const deployment: Deployment = JSON.parse(await readFile(deploymentPath(directory), 'utf8'));
    process.kill(deployment.pid, 0);
    return deployment;
  } catch {
    // Never started, or exited without cleaning up.
    return undefined;
  }
}

export async function writeDeployment(directory: string, deployment: Deployment): Promise<void> {
  await writeFile(deploymentPath(directory), `${JSON.stringify(deployment, undefined, 2)}\n`, {
    mode: 0o600,
  });
}

export async function removeDeployment(directory: string): Promise<void> {
  await rm(deploymentPath(directory), { force: true });
}

/** Creates the directory, readable only by its owner. */
export async function makeStateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/** The file with everything about the running product, readable only by its owner. */
export function deploymentPath(directory = STATE_DIRECTORY): string {
  return join(directory, 'deployment.json');
}
