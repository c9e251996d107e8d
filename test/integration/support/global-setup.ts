import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorEnvironment } from '../../../scripts/local/aws-environment.ts';
import { startProduct } from '../../../scripts/local/product.ts';
import { onStopRequest } from '../../../scripts/local/shutdown.ts';
import { DEPLOYMENT_VARIABLE } from './deployed-product.ts';
import tearDown from './global-teardown.ts';

/** Starts the product as `npm start` does, in a directory of its own, once for all integration tests. */
export default async function setUp(): Promise<void> {
  onStopRequest(() => void tearDown().finally(() => process.exit(130)));
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-test-'));
  // Inherited by the processes in which the tests run.
  process.env[DEPLOYMENT_VARIABLE] = directory;
  try {
    const { deployment } = await startProduct({ directory, progress: () => undefined });
    Object.assign(process.env, emulatorEnvironment(deployment.endpoint));
  } catch (error) {
    await tearDown();
    throw error;
  }
}
