import type { SpentBudget, SpentBudgetStore } from '@token-ledger/core';
import { SPENT_BUDGETS_ATTRIBUTES as A } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { SPENT_BUDGETS_KEY } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { type LedgerTable, tableItems } from './table-items.ts';

/** One item: of 1,000 budgets, the most there can be, it has half of DynamoDB's 400 KB. */
export function createDynamoSpentBudgetStore({ client, ledgerTable }: LedgerTable): SpentBudgetStore {
  const items = tableItems(client, ledgerTable);
  return {
    async getSpentBudgets() {
      // The next run puts right what a read misses, as it does after overlapping runs.
      const item = await items.get(SPENT_BUDGETS_KEY, { consistent: false });
      const list: unknown = item?.[A.list] ?? [];
      if (!Array.isArray(list)) throw corrupt();
      return list.map(decode);
    },

    putSpentBudgets: (spent) => items.put({ ...SPENT_BUDGETS_KEY, [A.list]: spent.map(encode) }),
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
