import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Deployment, readDeployment } from '../../../scripts/local/state.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Names the directory that describes the deployment under test. */
export const DEPLOYMENT_VARIABLE = 'TOKEN_LEDGER_TEST_DIRECTORY';

let deployment: Promise<Deployment> | undefined;

/** The deployment under test, as soon as it exists. */
export function deployedProduct(): Promise<Deployment> {
  deployment ??= waitFor('the product under test to run', async () => {
    const directory = testDirectory();
    const failure = await readFile(failurePath(directory), 'utf8').catch(() => undefined);
    if (failure !== undefined) throw new Error(`The product under test did not start. ${failure}`);
    return readDeployment(directory);
  });
  return deployment;
}

/** What this run of the tests keeps: the description of the deployment, and what test files share. */
export function testDirectory(): string {
  const directory = process.env[DEPLOYMENT_VARIABLE];
  if (directory === undefined) throw new Error('Nothing starts the product under test: see global-setup.ts.');
  return directory;
}

/** Lets the waiting tests fail because the product will not start. */
export async function noteFailure(directory: string, error: unknown): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  // Without the directory, the tests have ended in between.
  await writeFile(failurePath(directory), text).catch(() => undefined);
}

/** Where the emulator writes what functions ask of AWS. */
export function callsPathIn(directory: string): string {
  return join(directory, 'calls.jsonl');
}

function failurePath(directory: string): string {
  return join(directory, 'failure.txt');
}
