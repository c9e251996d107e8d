import { createLedger, type UsageRecord } from '@token-ledger/client';
import { createQueryClient } from '@token-ledger/client/query';
import { type Progress, step } from '../local/progress.ts';
import { rollUpNow } from '../local/roll-up.ts';
import type { Deployment } from '../local/state.ts';
import { localTarget } from '../replay/local-target.ts';
import { waitUntilEmpty } from '../replay/queues.ts';
import { type DemoOptions, demoMonth } from './demo-month.ts';
import { type RegisteredMonth, registerMonth } from './register-month.ts';

const WITHIN_MS = 10 * 60_000;
/** Recorded before more is sent. More at a time is too much for the emulator, which then answers too late. */
const PORTION_RECORDS = 250;

/** Loads a month of usage into the local product by the ways that are open to everybody: the API, and its bulk queue. */
export async function loadDemo(
  deployment: Deployment,
  options: DemoOptions,
  progress: Progress,
): Promise<RegisteredMonth> {
  const ledger = createQueryClient({ endpoint: deployment.apiUrl, accessKey: deployment.accessKey });
  const month = await step(progress, 'Demo teams registered', () =>
    registerMonth(ledger, demoMonth(options)),
  );
  await step(
    progress,
    'Demo month recorded',
    () => report(deployment, month.records),
    () => `${month.records.length.toLocaleString('en-US')} calls`,
  );
  await step(progress, 'Demo month rolled up', () => rollUpNow(deployment));
  return month;
}

async function report(deployment: Deployment, records: readonly UsageRecord[]): Promise<void> {
  const { api, queues } = localTarget(deployment);
  const problems: string[] = [];
  const ledger = createLedger({
    endpoint: api.url,
    accessKey: api.accessKey,
    priority: 'bulk',
    maxBatchRecords: PORTION_RECORDS,
    requestTimeoutMs: 60_000,
    onError: ({ message }) => problems.push(message),
  });
  try {
    for (let sent = 0; sent < records.length; sent += PORTION_RECORDS) {
      for (const record of records.slice(sent, sent + PORTION_RECORDS)) ledger.collect(record);
      await ledger.flush(WITHIN_MS);
      if (queues) await waitUntilEmpty(queues.client, queues.urls, WITHIN_MS);
    }
    const { accepted } = ledger.stats();
    if (accepted < records.length)
      throw new Error(`Only ${accepted} of ${records.length} records were accepted. ${problems[0] ?? ''}`);
  } finally {
    await ledger.close();
    queues?.client.destroy();
  }
}
