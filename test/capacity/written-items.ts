import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoLedgerStore } from '@token-ledger/aws';
import type { LedgerStore } from '@token-ledger/core';

export type Item = Readonly<Record<string, unknown>>;

/** The items that the adapters of packages/aws write for a call, taken from their commands. */
export async function writtenItems(call: (store: LedgerStore) => Promise<unknown>): Promise<readonly Item[]> {
  const items: Item[] = [];
  const client = {
    send: async ({ constructor, input }: { readonly constructor: object; readonly input: CommandInput }) => {
      const written = itemsOf(constructor as { readonly name: string }, input);
      items.push(...written);
      return { Responses: written.map(() => ({})) };
    },
  } as unknown as DynamoDBDocumentClient;
  await call(
    createDynamoLedgerStore({
      client,
      recordsTable: 'records',
      ledgerTable: 'statistics',
      retention: () => ({ retentionDays: 90 }),
    }),
  );
  return items;
}

interface CommandInput {
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
  readonly Statements?: readonly { readonly Statement: string; readonly Parameters: readonly unknown[] }[];
}

function itemsOf({ name }: { readonly name: string }, input: CommandInput): readonly Item[] {
  switch (name) {
    case 'PutCommand':
      return [input.Item ?? {}];
    case 'BatchExecuteStatementCommand':
      return (input.Statements ?? []).map(({ Statement, Parameters }) => {
        const names = [...Statement.matchAll(/'([^']+)': \?/g)].map(([, attribute]) => String(attribute));
        return Object.fromEntries(names.map((attribute, index) => [attribute, Parameters[index]]));
      });
    case 'UpdateCommand': {
      // Every value is set under the attribute of the same name: `#token = :token`.
      const { Key, ExpressionAttributeNames = {}, ExpressionAttributeValues = {} } = input;
      const values = Object.entries(ExpressionAttributeNames).map(([placeholder, attribute]) => [
        attribute,
        ExpressionAttributeValues[placeholder.replace('#', ':')],
      ]);
      return [{ ...Key, ...Object.fromEntries(values) }];
    }
    default:
      throw new Error(`${name} does not write an item.`);
  }
}
