import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';

const deploymentSchema = z.object({
  pid: z.number(),
  endpoint: z.string(),
  // Keys of the environment may go where this file says, so it must be this machine.
  apiUrl: z.string().check(z.startsWith('http://127.0.0.1:')),
  accessKey: z.string(),
  stackName: z.string(),
  outputs: z.record(z.string(), z.string()),
});

/** The product that `npm start` runs, with the outputs of its stack. */
export type LocalDeployment = z.infer<typeof deploymentSchema>;

/** Looks for a running `npm start` in a folder and those above it. */
export async function findLocalDeployment(folder: string): Promise<LocalDeployment | undefined> {
  const found = await readRunning(join(folder, '.token-ledger', 'deployment.json'));
  if (found) return found;
  const parent = dirname(folder);
  return parent === folder ? undefined : findLocalDeployment(parent);
}

async function readRunning(path: string): Promise<LocalDeployment | undefined> {
  try {
    const deployment = z.parse(deploymentSchema, JSON.parse(await readFile(path, 'utf8')));
    process.kill(deployment.pid, 0);
    return deployment;
  } catch {
    // Never started, or exited without cleaning up.
    return undefined;
  }
}
