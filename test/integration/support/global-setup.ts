import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { useEmulator } from '../../../scripts/local/aws-environment.ts';
import { LOOPBACK, loopbackPort } from '../../../scripts/local/loopback-port.ts';
import { startProduct } from '../../../scripts/local/product.ts';
import { onStopRequest } from '../../../scripts/local/shutdown.ts';
import type { Deployment } from '../../../scripts/local/state.ts';
import { keepCompiledCode } from '../../native/keep-compiled-code.ts';
import { callsPathIn, DEPLOYMENT_VARIABLE, noteFailure } from './deployed-product.ts';
import tearDown from './global-teardown.ts';

/**
 * Starts the product like `npm start`, in a directory of its own, once for all integration tests. Does not wait for it:
 * the tests that need it do, and the others run meanwhile.
 */
export default async function setUp(): Promise<void> {
  // Of the CDK, its app and the functions.
  keepCompiledCode();
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
  startProduct({ directory, port, settings, callsPath, progress: () => undefined })
    .then(({ deployment }) => shortenRedelivery(deployment.outputs))
    .catch((error: unknown) => noteFailure(directory, error));
}

/** What a function that is late did not acknowledge returns after a minute, its longest run, instead of six. */
async function shortenRedelivery(outputs: Deployment['outputs']): Promise<void> {
  const client = new SQSClient();
  const Attributes = { VisibilityTimeout: '60' };
  for (const QueueUrl of [outputs['LiveQueueUrl'], outputs['BulkQueueUrl']])
    await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  client.destroy();
}
