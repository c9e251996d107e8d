import { createLedger, type UsageRecord } from '@token-ledger/client';
import { createQueryClient, type QueryClient } from '@token-ledger/client/query';
import { type Progress, step } from '../local/progress.ts';
import { rollUpNow } from '../local/roll-up.ts';
import type { Deployment } from '../local/state.ts';
import { localTarget } from '../replay/local-target.ts';
import { waitUntilEmpty } from '../replay/queues.ts';
import { TEAMS } from './company.ts';
import { type DemoCall, type DemoOptions, demoMonth } from './demo-month.ts';

const WITHIN_MS = 10 * 60_000;
/** Recorded before more is sent. More at a time is too much for the emulator, which then answers too late. */
const PORTION_RECORDS = 250;

/** A month as it was loaded. */
export interface LoadedMonth {
  readonly calls: readonly DemoCall[];
  /** The ids of the access keys, by the names of the teams. */
  readonly accessKeyIds: ReadonlyMap<string, string>;
}

/** Loads a month of usage into the local product by the ways that are open to everybody: the API, and its bulk queue. */
export async function loadDemo(
  deployment: Deployment,
  options: DemoOptions,
  progress: Progress,
): Promise<LoadedMonth> {
  const ledger = createQueryClient({ endpoint: deployment.apiUrl, accessKey: deployment.accessKey });
  const accessKeyIds = await step(progress, 'Teams registered', () => registerTeams(ledger));
  const calls = demoMonth(options);
  const records = calls.map(({ team, record }) => withKey(record, accessKeyIds.get(team.name)));
  const count = `${records.length.toLocaleString('en-US')} calls`;
  await step(
    progress,
    'Demo month recorded',
    () => report(deployment, records),
    () => count,
  );
  await step(progress, 'Demo month rolled up', () => rollUpNow(deployment));
  return { calls, accessKeyIds };
}

async function registerTeams(ledger: QueryClient): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const { name } of TEAMS) {
    const { id } = await ledger.post('/v1/access-keys', { body: { name, scopes: ['ingest'] } });
    ids.set(name, id);
  }
  const users = TEAMS.flatMap((team) => team.users.map(({ id, name }) => `${id},${name}\n`));
  await ledger.post('/v1/users/import', { body: `id,name\n${users.join('')}` });
  return ids;
}

function withKey(record: UsageRecord, accessKeyId: string | undefined): UsageRecord {
  if (accessKeyId === undefined) throw new Error('A team has no access key.');
  return { ...record, accessKeyId };
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
