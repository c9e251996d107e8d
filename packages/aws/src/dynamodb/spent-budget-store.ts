import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { SpentBudget, SpentBudgetStore } from '@token-ledger/core';
import type { Item } from './batch-get.ts';
import { SPENT_BUDGETS_ATTRIBUTES as A, SPENT_BUDGETS_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

export interface DynamoSpentBudgetStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** One item: of 1,000 budgets, the most there can be, it has half of DynamoDB's 400 KB. */
export function createDynamoSpentBudgetStore({
  client,
  ledgerTable,
}: DynamoSpentBudgetStoreOptions): SpentBudgetStore {
  return {
    async getSpentBudgets() {
      const { Item } = await client.send(
        new GetCommand({ TableName: ledgerTable, Key: SPENT_BUDGETS_KEY, ConsistentRead: true }),
      );
      const list: unknown = Item?.[A.list] ?? [];
      if (!Array.isArray(list)) throw corrupt();
      return list.map(decode);
    },

    async putSpentBudgets(spent) {
      const Item = { ...SPENT_BUDGETS_KEY, [A.list]: spent.map(encode) };
      await client.send(new PutCommand({ TableName: ledgerTable, Item }));
    },
  };
}

function encode({ dimension, id, periodEndMs }: SpentBudget): Item {
  return { [A.dimension]: dimension, [A.id]: id, [A.periodEndMs]: periodEndMs };
}

function decode(item: Item): SpentBudget {
  const { [A.dimension]: dimension, [A.id]: id, [A.periodEndMs]: periodEndMs } = item;
  const isKnown = dimension === 'access_key' || dimension === 'user';
  if (!isKnown || typeof id !== 'string' || typeof periodEndMs !== 'number') throw corrupt();
  return { dimension, id, periodEndMs };
}

function corrupt(): CorruptDataError {
  return new CorruptDataError('The list of spent budgets is not of the form in which it is written.');
}
