import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Amounts,
  type Cell,
  joinColumns,
  MEASURE_NAMES,
  type Measures,
  mapConcurrently,
  measuresOf,
  NO_CELLS,
  revisionsOf,
  type Statistics,
  type StatisticsKey,
  type StatisticsStore,
  type StoredStatisticsItem,
  totalMeasures,
} from '@token-ledger/core';
import { wait as sleep, type Wait } from '../retry.ts';
import { PARTITION_KEY, SORT_KEY, STATISTICS_ATTRIBUTES, TTL_ATTRIBUTE } from './attribute-names.ts';
import { batchGet, type Item } from './batch-get.ts';
import { createCellParts, MAX_PACKED_BYTES, newWriteId, packCells, partCount } from './cell-parts.ts';
import { decodeAmount, decodeCells, decodeColumns } from './cells-codec.ts';
import { statisticsId, statisticsKey, statisticsPartition, statisticsSortKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, isStill, type LedgerTable, tableItems } from './table-items.ts';

const {
  count: COUNT,
  revisions: REVISIONS,
  totals: TOTALS,
  packedCells: CELLS,
  writeId: WRITE_ID,
} = STATISTICS_ATTRIBUTES;

export interface DynamoStatisticsStoreOptions extends LedgerTable {
  readonly wait?: Wait;
  /** What the packed cells of one item may have. Default: `MAX_PACKED_BYTES`. */
  readonly maxPackedBytes?: number;
}

/** Reads of parts at a time, and how many may be of one page: an item of many parts is large only once they are read. */
const CONCURRENT_READS = 4;
const PARTS_PER_PAGE = 16;
/** How often an item may be replaced while its parts are read. */
const MAX_READS = 5;

/**
 * An item holds about 15,000 cells. Those of a wider one are in parts beside it, written before it and removed when it is
 * replaced; the item alone is compared and swapped, so a write with many parts takes effect as a whole or not at all.
 */
export function createDynamoStatisticsStore({
  client,
  ledgerTable,
  wait = sleep,
  maxPackedBytes = MAX_PACKED_BYTES,
}: DynamoStatisticsStoreOptions): StatisticsStore {
  const table = tableItems(client, ledgerTable);
  const cellParts = createCellParts(client, ledgerTable);

  return {
    async getStatistics(keys, { consistent = false } = {}) {
      const options = { client, table: ledgerTable, consistent, wait };
      return decodeAll(withKeys(keys, await batchGet(options, keys.map(statisticsKey))));
    },

    async getTotals(keys) {
      const attributes = [PARTITION_KEY, SORT_KEY, TOTALS];
      const options = { client, table: ledgerTable, consistent: true, attributes, wait };
      const items = await batchGet(options, keys.map(statisticsKey));
      return withKeys(keys, items).map(({ key, item }) => ({ ...key, totals: decodeMeasures(item[TOTALS]) }));
    },

    async getExcerpts(keys, cells) {
      const heads = [PARTITION_KEY, SORT_KEY, COUNT, REVISIONS, TOTALS, WRITE_ID];
      const attributes = cells ? [...heads, CELLS] : heads;
      const options = { client, table: ledgerTable, consistent: true, attributes, wait };
      const found = withKeys(keys, await batchGet(options, keys.map(statisticsKey)));
      return mapConcurrently(found, CONCURRENT_READS, async ({ key, item }) => {
        const { current, parts } = cells
          ? await readParts(key, item, (packed) => decodeColumns(packed, cells))
          : { current: item, parts: [NO_CELLS] };
        const totals = decodeMeasures(current[TOTALS]);
        return {
          ...key,
          version: versionOf(current),
          ...decodeProgress(current),
          totals,
          cells: joinColumns(parts),
        };
      });
    },

    async listStatistics(bucket, { afterId, limit, consistent = false } = {}) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: ledgerTable,
          KeyConditionExpression: '#p = :p AND begins_with(#s, :prefix)',
          ExpressionAttributeNames: { '#p': PARTITION_KEY, '#s': SORT_KEY },
          ExpressionAttributeValues: { ':p': statisticsPartition(bucket), ':prefix': statisticsSortKey('') },
          ConsistentRead: consistent,
          Limit: limit,
          ExclusiveStartKey: afterId === undefined ? undefined : statisticsKey({ ...bucket, id: afterId }),
        }),
      );
      const found = Items.map((item) => {
        const { period, bucketId, dimension } = bucket;
        return { key: { period, bucketId, dimension, id: statisticsId(String(item[SORT_KEY])) }, item };
      });
      const page = found.slice(0, countWithin(PARTS_PER_PAGE, Items));
      const items = await decodeAll(page);
      if (page.length === found.length && !LastEvaluatedKey) return { items };
      const lastId = page.at(-1)?.key.id ?? statisticsId(String(LastEvaluatedKey?.[SORT_KEY]));
      return { items, nextAfterId: lastId };
    },

    async listTotals(bucket, { afterId } = {}) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: ledgerTable,
          KeyConditionExpression: '#p = :p AND begins_with(#s, :prefix)',
          ProjectionExpression: '#s, #totals',
          ExpressionAttributeNames: { '#p': PARTITION_KEY, '#s': SORT_KEY, '#totals': TOTALS },
          ExpressionAttributeValues: { ':p': statisticsPartition(bucket), ':prefix': statisticsSortKey('') },
          ConsistentRead: true,
          ExclusiveStartKey: afterId === undefined ? undefined : statisticsKey({ ...bucket, id: afterId }),
        }),
      );
      const items = Items.map((item) => ({
        id: statisticsId(String(item[SORT_KEY])),
        amounts: decodeTotalAmounts(item[TOTALS]),
      }));
      if (!LastEvaluatedKey) return { items };
      return { items, nextAfterId: statisticsId(String(LastEvaluatedKey[SORT_KEY])) };
    },

    async putStatistics({ statistics, expiresAtMs, ...key }, replaces) {
      const packed = packCells(statistics.cells, maxPackedBytes);
      const wide = packed.length > 1;
      // The version of the item; also identifies our own write when its answer got lost and the SDK tried again.
      const writeId = newWriteId(wide ? packed.length : 0);
      const partition = statisticsPartition(key);
      const expiry = expiresAtMs === undefined ? {} : { [TTL_ATTRIBUTE]: expiresAtMs / 1000 };
      if (wide) await cellParts.put({ partition, writeId }, packed, expiry);
      const condition = replaces === undefined ? IS_ABSENT : isStill({ [WRITE_ID]: replaces });
      const item = {
        ...statisticsKey(key),
        ...encodeTotals(statistics),
        ...(!wide && { [CELLS]: packed[0] }),
        [WRITE_ID]: writeId,
        ...expiry,
      };
      const stored = await table.putOnceIf(condition, item, WRITE_ID);
      // Only when it is known which of the two no item has any more: a write without an answer may have happened.
      const obsolete = stored ? replaces : writeId;
      if (obsolete !== undefined) await cellParts.remove({ partition, writeId: obsolete });
      return stored;
    },
  };

  async function decodeAll(
    found: readonly { readonly key: StatisticsKey; readonly item: Item }[],
  ): Promise<StoredStatisticsItem[]> {
    return mapConcurrently(found, CONCURRENT_READS, async ({ key, item }) => decodeItem(key, item));
  }

  async function decodeItem(key: StatisticsKey, item: Item): Promise<StoredStatisticsItem> {
    const { current, parts } = await readParts(key, item, decodeCells);
    return {
      ...key,
      statistics: decodeTotals(current, parts.flat()),
      version: versionOf(current),
    };
  }

  /** What the packed cells of an item are decoded to, wherever they are, and the item they are of: the latest. */
  async function readParts<T>(
    key: StatisticsKey,
    item: Item,
    decode: (packed: unknown) => T,
  ): Promise<{ readonly current: Item; readonly parts: T[] }> {
    let current = item;
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const version = versionOf(current);
      const parts =
        partCount(version) === 0
          ? [decode(current[CELLS])]
          : await cellParts.read({ partition: statisticsPartition(key), writeId: version }, decode);
      if (parts) return { current, parts };
      // Parts are there before their item and go after it was replaced: by now there is another.
      current = (await table.get(statisticsKey(key))) ?? {};
    }
    throw new CorruptDataError('Cells of a statistics item are missing.');
  }
}

function withKeys(keys: readonly StatisticsKey[], items: readonly Item[]) {
  const wanted = new Map(
    keys.map((key) => [`${statisticsPartition(key)} ${statisticsSortKey(key.id)}`, key] as const),
  );
  return items.map((item) => {
    const key = wanted.get(`${String(item[PARTITION_KEY])} ${String(item[SORT_KEY])}`);
    if (!key) throw new CorruptDataError('DynamoDB returned statistics that were not asked for.');
    return { key, item };
  });
}

function versionOf({ [WRITE_ID]: version }: Item): string {
  if (typeof version !== 'string') throw new CorruptDataError('A statistics item has no version.');
  return version;
}

/** How many of the first items have at most so many parts together; at least one. */
function countWithin(maxParts: number, items: readonly Item[]): number {
  let parts = 0;
  const end = items.findIndex((item) => (parts += partCount(versionOf(item))) > maxParts);
  return end === -1 ? items.length : Math.max(end, 1);
}

/** Zeros at the end are left out, so that measures which are rare take no space in the items of those who lack them. */
function encodeTotals(statistics: Statistics): Item {
  const totals = totalMeasures(statistics);
  const last = MEASURE_NAMES.findLastIndex((name) => totals[name] !== 0n);
  const revisions = revisionsOf(statistics);
  return {
    [COUNT]: statistics.count,
    // Nearly always 0, which an item from before there were revisions lacks as well.
    ...(revisions > 0 && { [REVISIONS]: revisions }),
    [TOTALS]: MEASURE_NAMES.slice(0, last + 1).map((name) => totals[name]),
  };
}

function decodeProgress({ [COUNT]: count, [REVISIONS]: revisions = 0 }: Item) {
  if (typeof count !== 'number' || typeof revisions !== 'number') {
    throw new CorruptDataError('A statistics item has no count, or revisions that are no number.');
  }
  return { count, revisions };
}

function decodeTotals(item: Item, cells: readonly Cell[]): Statistics {
  const { count, revisions } = decodeProgress(item);
  const statistics = { count, ...(revisions > 0 && { revisions }), cells };
  const [totals, summedUp] = [decodeMeasures(item[TOTALS]), totalMeasures(statistics)];
  if (!MEASURE_NAMES.every((name) => totals[name] === summedUp[name])) {
    throw new CorruptDataError('The cells of a statistics item do not add up to its totals.');
  }
  return statistics;
}

function decodeMeasures(totals: unknown): Measures {
  return measuresOf(decodeTotalAmounts(totals));
}

/** A measure that is zero, or joined the list after the item was written, may have no total there. */
function decodeTotalAmounts(totals: unknown): Amounts {
  if (!Array.isArray(totals)) throw new CorruptDataError('A statistics item has no totals.');
  // Those of a later version may have more.
  return totals.slice(0, MEASURE_NAMES.length).map(decodeAmount);
}
