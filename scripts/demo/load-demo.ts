import {
  type DemoOptions,
  demoMonth,
  LATE_DEMO,
  type RegisteredMonth,
  registerMonth,
  sendPortion,
} from '@token-ledger/cli/demo';
import { createLedger, type UsageRecord } from '@token-ledger/client';
import { createQueryClient } from '@token-ledger/client/query';
import { nOfM, type Progress, step } from '../local/progress.ts';
import { rollUpNow, watchRollUp } from '../local/roll-up.ts';
import type { Deployment } from '../local/state.ts';
import { localTarget } from '../replay/local-target.ts';
import { waitUntilEmpty } from '../replay/queues.ts';

const RECORDED_WITHIN_MS = 10 * 60_000;
/** Recorded before more is sent. More at a time is too much for the emulator, which then answers too late. */
const PORTION_RECORDS = 250;
const PATIENCE = { requestTimeoutMs: 30_000 };

/** Loads last month and this one of usage into the local product by the ways that are open to everybody: the API, and its bulk queue. */
export async function loadDemo(
  deployment: Deployment,
  options: DemoOptions,
  progress: Progress,
): Promise<RegisteredMonth> {
  const ledger = createQueryClient({ endpoint: deployment.apiUrl, accessKey: deployment.accessKey });
  const month = await step(progress, 'Demo teams registered', () =>
    registerMonth(ledger, demoMonth(options), memberOf(deployment)),
  );
  let recorded = 0;
  await step(
    progress,
    'Two demo months recorded',
    () => report(deployment, month.records, (count) => (recorded = count)),
    () => `${month.records.length.toLocaleString('en-US')} calls`,
    () => `${nOfM(recorded, month.records.length)} calls`,
  );
  progress(`  ${LATE_DEMO}`);
  const rolledUp = await watchRollUp(deployment);
  await step(
    progress,
    'Two demo months rolled up',
    () => rollUpNow(deployment),
    undefined,
    async () => `${await rolledUp()} hours, days and months`,
  );
  return month;
}

/** The local member, who is one of the people of the demo: a member sees only the own usage. */
function memberOf({ people }: Deployment): string | undefined {
  return people.find(({ role }) => role === 'member')?.userId;
}

/** Reports by the bulk queue, each portion after the one before is recorded. */
async function report(
  deployment: Deployment,
  records: readonly UsageRecord[],
  onRecorded: (count: number) => void,
): Promise<void> {
  const { api, queues } = localTarget(deployment);
  const ledger = createLedger({ endpoint: api.url, accessKey: api.accessKey, priority: 'bulk', ...PATIENCE });
  try {
    for (let sent = 0; sent < records.length; sent += PORTION_RECORDS) {
      await sendPortion(ledger, records.slice(sent, sent + PORTION_RECORDS));
      if (queues) await waitUntilEmpty(queues.client, queues.urls, RECORDED_WITHIN_MS);
      onRecorded(Math.min(sent + PORTION_RECORDS, records.length));
    }
  } finally {
    queues?.client.destroy();
  }
}
