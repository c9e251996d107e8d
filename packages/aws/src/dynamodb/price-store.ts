import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PriceBook, PriceSchedule, PriceStore } from '@token-ledger/core';
import { conditionally } from './conditional-write.ts';
import { PARTITION_KEY, PRICE_ATTRIBUTES, PRICE_SCHEDULE_KEY, priceBookKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const {
  latestRevision: LATEST,
  spans: SPANS,
  fromMs: FROM,
  revision: REVISION,
  book: BOOK,
  createdAtMs: CREATED,
} = PRICE_ATTRIBUTES;

export interface DynamoPriceStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** A price book is one item: with the maximum number of overrides it takes a quarter of the 400 KB of an item. */
export function createDynamoPriceStore({ client, ledgerTable }: DynamoPriceStoreOptions): PriceStore {
  const TableName = ledgerTable;
  const IF_ABSENT = {
    ConditionExpression: 'attribute_not_exists(#p)',
    ExpressionAttributeNames: { '#p': PARTITION_KEY },
  };
  return {
    async getPriceSchedule() {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: PRICE_SCHEDULE_KEY, ConsistentRead: true }),
      );
      return Item && decodeSchedule(Item);
    },

    async putPriceSchedule(next, replaces) {
      const unchanged = replaces && {
        ConditionExpression: '#latest = :latest AND #spans = :spans',
        ExpressionAttributeNames: { '#latest': LATEST, '#spans': SPANS },
        ExpressionAttributeValues: {
          ':latest': replaces.latestRevision,
          ':spans': encodeSchedule(replaces)[SPANS],
        },
      };
      const Item = { ...PRICE_SCHEDULE_KEY, ...encodeSchedule(next) };
      const put = new PutCommand({ TableName, Item, ...(unchanged ?? IF_ABSENT) });
      return (await conditionally(() => client.send(put))).held;
    },

    async getPriceBook(revision) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: priceBookKey(revision), ConsistentRead: true }),
      );
      if (!Item) return undefined;
      if (typeof Item[BOOK] !== 'string') throw new CorruptDataError('A stored price book has no text.');
      return { revision, book: JSON.parse(Item[BOOK]) as PriceBook, createdAtMs: Number(Item[CREATED]) };
    },

    async insertPriceBook({ revision, book, createdAtMs }) {
      const Item = { ...priceBookKey(revision), [BOOK]: JSON.stringify(book), [CREATED]: createdAtMs };
      const put = new PutCommand({ TableName, Item, ...IF_ABSENT });
      return (await conditionally(() => client.send(put))).held;
    },
  };
}

function encodeSchedule({ latestRevision, spans }: PriceSchedule) {
  return {
    [LATEST]: latestRevision,
    [SPANS]: spans.map(({ fromMs, revision }) => ({ [FROM]: fromMs, [REVISION]: revision })),
  };
}

function decodeSchedule({
  [LATEST]: latestRevision,
  [SPANS]: spans,
}: Record<string, unknown>): PriceSchedule {
  if (typeof latestRevision !== 'number' || !Array.isArray(spans))
    throw new CorruptDataError('The stored schedule of prices has no revision or no spans.');
  return {
    latestRevision,
    spans: spans.map((span: Record<string, unknown>) => ({
      fromMs: Number(span[FROM]),
      revision: Number(span[REVISION]),
    })),
  };
}
