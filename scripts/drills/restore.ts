import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  paginateScan,
  RestoreTableToPointInTimeCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { PARTITION_KEY, SORT_KEY } from '@token-ledger/aws/attribute-names';
import { type Progress, step } from '../local/progress.ts';
import { rollUpNow } from '../local/roll-up.ts';
import { kindIn } from '../operator/restore/kinds.ts';
import { followPreflight } from './follow-preflight.ts';
import type { Existing } from './keep-data.ts';
import type { LedgerUnderDrill } from './ledger-under-drill.ts';
import type { Operator } from './operator.ts';

const TABLE_WITHIN_SECONDS = 60;
const WRITES_AT_A_TIME = 25;

/** "Restoring a table" of `docs/operations.md`: items that were lost are copied back; then a whole table is replaced. */
export async function drillRestore(
  ledger: LedgerUnderDrill,
  operator: Operator,
  { existing, configure }: { existing: Existing; configure: (existing: Existing) => Promise<void> },
  progress: Progress,
): Promise<void> {
  const client = new DynamoDBClient({});
  const { fromMs, toMs } = ledger.range;
  const audit = (...options: readonly string[]) => operator.audit(fromMs, toMs, ...options);
  try {
    await step(progress, 'Restored to new tables', async () => {
      await restoreTable(client, existing.recordsTable, 'restored-records');
      await restoreTable(client, existing.ledgerTable, 'restored-ledger');
    });
    const lost = await step(
      progress,
      'Lost what was counted',
      async () => [
        await loseEveryThird(client, existing.recordsTable, () => true),
        await loseEveryThird(client, existing.ledgerTable, (partition) =>
          ['segments', 'statistics'].includes(kindIn('ledger')(partition)),
        ),
      ],
      ([records, items]) => `${records} records, ${items} items of the ledger`,
    );
    await step(progress, 'The audit sees the loss', async () => {
      if ((await audit()).exitCode !== 1) throw new Error('The audit did not notice that items are missing.');
    });
    await step(progress, 'Counted, copied back', async () => {
      for (const [index, table] of (['records', 'ledger'] as const).entries()) {
        const options = ['--table', table, '--from-table', `restored-${table}`];
        expectCopied((await operator.restoreTable(...options)).output, 'missing', lost[index]);
        expectCopied((await operator.restoreTable(...options, '--apply')).output, 'copied', lost[index]);
        expectCopied((await operator.restoreTable(...options)).output, 'missing', 0);
      }
    });
    await step(progress, 'Nothing changed, audited', () => ledger.expectUnchanged(operator));

    await step(progress, 'Lost the whole ledger table', () =>
      client.send(new DeleteTableCommand({ TableName: existing.ledgerTable })),
    );
    await configure({ ...existing, ledgerTable: 'restored-ledger' });
    await step(progress, 'Deployed onto restored one', async () => {
      const { exitCode } = await operator.check();
      if (exitCode === 0)
        throw new Error('The preflight let a restored table pass that has lost its settings.');
      await followPreflight(await operator.check());
      ledger.connect(await operator.deploy(), ledger.deployment.accessKey);
    });
    await step(progress, 'Repaired, rolled up', async () => {
      await audit('--repair', '--yes');
      await rollUpNow(ledger.deployment);
    });
    await step(progress, 'Nothing changed, audited', () => ledger.expectUnchanged(operator));
    await step(progress, 'Recorded more usage', () => ledger.record('restored'));
    await step(progress, 'Audited', () => ledger.expectUnchanged(operator));
  } finally {
    client.destroy();
  }
}

async function restoreTable(client: DynamoDBClient, source: string, target: string): Promise<void> {
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: source,
      TargetTableName: target,
      UseLatestRestorableTime: true,
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: TABLE_WITHIN_SECONDS }, { TableName: target });
}

/** Deletes every third of some items of a table. Returns how many. */
async function loseEveryThird(
  client: DynamoDBClient,
  TableName: string,
  isUsage: (partition: string) => boolean,
): Promise<number> {
  const keys: Record<string, AttributeValue>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true }))
    for (const { [PARTITION_KEY]: partition, [SORT_KEY]: sort } of Items)
      if (partition?.S !== undefined && sort && isUsage(partition.S))
        keys.push({ [PARTITION_KEY]: partition, [SORT_KEY]: sort });
  const lost = keys.filter((_, index) => index % 3 === 0);
  for (let start = 0; start < lost.length; start += WRITES_AT_A_TIME)
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [TableName]: lost.slice(start, start + WRITES_AT_A_TIME).map((Key) => ({ DeleteRequest: { Key } })),
        },
      }),
    );
  return lost.length;
}

function expectCopied(output: string, what: 'missing' | 'copied', expected: number | undefined): void {
  const counts = [...output.matchAll(new RegExp(`: (\\d+) ${what},`, 'g'))].map(([, count]) => Number(count));
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum !== expected) throw new Error(`${sum} items are ${what}, and not ${expected}.\n\n${output}`);
}
