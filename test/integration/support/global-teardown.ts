import { rm } from 'node:fs/promises';
import { stopAllProcesses } from '../../../scripts/local/processes.ts';
import { DEPLOYMENT_VARIABLE } from './deployed-product.ts';

/** Stops what the setup started. */
export default async function tearDown(): Promise<void> {
  await stopAllProcesses();
  const directory = process.env[DEPLOYMENT_VARIABLE];
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
}
