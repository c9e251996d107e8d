import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { RECORD_SOURCES, SOURCE_PAUSE_MS, type SourceMark, type SourceStore } from '@token-ledger/core';
import { SORT_KEY, SOURCE_MARK_ATTRIBUTES } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { conditionally } from './conditional-write.ts';
import { SOURCES_PARTITION, sourceKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { queryAll } from './query-all.ts';
import type { LedgerTable } from './table-items.ts';

const { lastHeardAtMs: LAST, steadySinceMs: SINCE } = SOURCE_MARK_ATTRIBUTES;

export function createDynamoSourceStore({ client, ledgerTable }: LedgerTable): SourceStore {
  return {
    async markHeard(source, receivedAtMs) {
      const values = { ':at': receivedAtMs, ':recent': receivedAtMs - SOURCE_PAUSE_MS };
      const update = (UpdateExpression: string, ConditionExpression: string, names: object) =>
        conditionally(() =>
          client.send(
            new UpdateCommand({
              TableName: ledgerTable,
              Key: sourceKey(source),
              UpdateExpression,
              ConditionExpression,
              ExpressionAttributeNames: { '#last': LAST, ...names },
              ExpressionAttributeValues: values,
            }),
          ),
        );
      // One write while the source is heard steadily, and a second one after a pause, or if a later report is noted.
      const { held } = await update('SET #last = :at', '#last BETWEEN :recent AND :at', {});
      if (held) return;
      const first = 'attribute_not_exists(#last) OR #last < :recent';
      await update('SET #last = :at, #since = :at', first, { '#since': SINCE });
    },

    async listSources() {
      const marks: SourceMark[] = [];
      for await (const item of queryAll(client, ledgerTable, SOURCES_PARTITION)) marks.push(...decode(item));
      return marks;
    },
  };
}

/** Nothing of a source that only a later version of the code knows. @throws CorruptDataError */
function decode(item: Item): readonly SourceMark[] {
  const { [LAST]: lastHeardAtMs, [SINCE]: steadySinceMs } = item;
  const source = RECORD_SOURCES.find((known) => known === item[SORT_KEY]);
  if (source === undefined) return [];
  if (typeof lastHeardAtMs !== 'number' || typeof steadySinceMs !== 'number')
    throw new CorruptDataError(`The mark of the source ${source} has no times.`);
  return [{ source, lastHeardAtMs, steadySinceMs }];
}
