import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useEmulator } from '../../../scripts/local/aws-environment.ts';
import { LOOPBACK, loopbackPort } from '../../../scripts/local/loopback-port.ts';
import { startProduct } from '../../../scripts/local/product.ts';
import { onStopRequest } from '../../../scripts/local/shutdown.ts';
import { callsPathIn, DEPLOYMENT_VARIABLE, noteFailure } from './deployed-product.ts';
import tearDown from './global-teardown.ts';

/**
 * Starts the product like `npm start`, in a directory of its own, once for all integration tests. Does not wait for it:
 * the tests that need it do, and the others run meanwhile.
 */
export default async function setUp(): Promise<void> {
  onStopRequest(() => void tearDown().finally(() => process.exit(130)));
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-test-'));
  const port = await loopbackPort();
  // The processes of the tests inherit it.
  process.env[DEPLOYMENT_VARIABLE] = directory;
  useEmulator(`http://${LOOPBACK}:${port}`);
  // Everything that is off by default and costs nothing here. The retention is the shortest with the usual late limit of 35 days:
  // who erases a user reads every five minutes of it.
  const settings = { events: { usageCollected: true }, retentionDays: 66 };
  const callsPath = callsPathIn(directory);
  startProduct({ directory, port, settings, callsPath, progress: () => undefined }).catch((error: unknown) =>
    noteFailure(directory, error),
  );
}
