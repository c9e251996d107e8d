import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emulatorEnvironment } from '../../../scripts/local/aws-environment.ts';
import { LOOPBACK, loopbackPort } from '../../../scripts/local/loopback-port.ts';
import { startProduct } from '../../../scripts/local/product.ts';
import { onStopRequest } from '../../../scripts/local/shutdown.ts';
import { DEPLOYMENT_VARIABLE, noteFailure } from './deployed-product.ts';
import tearDown from './global-teardown.ts';

/**
 * Starts the product as `npm start` does, in a directory of its own, once for all integration tests. Does not wait for it:
 * those who need it do, and the other tests run meanwhile.
 */
export default async function setUp(): Promise<void> {
  onStopRequest(() => void tearDown().finally(() => process.exit(130)));
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-test-'));
  const port = await loopbackPort();
  // Inherited by the processes in which the tests run.
  process.env[DEPLOYMENT_VARIABLE] = directory;
  Object.assign(process.env, emulatorEnvironment(`http://${LOOPBACK}:${port}`));
  startProduct({ directory, port, progress: () => undefined }).catch((error: unknown) =>
    noteFailure(directory, error),
  );
}
