import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorEnvironment } from '../../../scripts/local/aws-environment.ts';
import { startProduct } from '../../../scripts/local/product.ts';
import { DEPLOYMENT_VARIABLE } from './deployed-product.ts';

/** Starts the product as `npm start` does, in a directory of its own, once for all integration tests. */
export default async function setUp(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-test-'));
  const { deployment } = await startProduct({ directory, progress: () => undefined });
  // Inherited by the processes in which the tests run.
  Object.assign(process.env, emulatorEnvironment(deployment.endpoint), { [DEPLOYMENT_VARIABLE]: directory });
}
