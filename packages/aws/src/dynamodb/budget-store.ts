import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Budget, BudgetStore } from '@token-ledger/core';
import { decodeBudget, encodeBudget } from './budget-codec.ts';
import { conditionally } from './conditional-write.ts';
import { BUDGET_ATTRIBUTES, BUDGET_PARTITION, budgetKey, PARTITION_KEY } from './key-schema.ts';
import { queryAll } from './query-all.ts';

export interface DynamoBudgetStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
}

/** All budgets are in one partition: there are few, and most reads need all of them. */
export function createDynamoBudgetStore({ client, ledgerTable }: DynamoBudgetStoreOptions): BudgetStore {
  return {
    async createBudget(budget) {
      // Ids are random, so an existing item is the one written by an earlier attempt whose answer got lost.
      await client.send(
        new PutCommand({
          TableName: ledgerTable,
          Item: { ...budgetKey(budget.id), ...encodeBudget(budget) },
        }),
      );
    },

    async getBudget(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: ledgerTable, Key: budgetKey(id), ConsistentRead: true }),
      );
      return Item && decodeBudget(Item);
    },

    async listBudgets() {
      const budgets: Budget[] = [];
      for await (const item of queryAll(client, ledgerTable, BUDGET_PARTITION))
        budgets.push(decodeBudget(item));
      return budgets;
    },

    /** False also when our own write succeeded, its answer got lost and the SDK retried. */
    async replaceBudget(budget) {
      const { held } = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: ledgerTable,
            Item: { ...budgetKey(budget.id), ...encodeBudget(budget) },
            ConditionExpression: '#revision = :before',
            ExpressionAttributeNames: { '#revision': BUDGET_ATTRIBUTES.revision },
            ExpressionAttributeValues: { ':before': budget.revision - 1 },
          }),
        ),
      );
      return held;
    },

    async deleteBudget(id) {
      const { held } = await conditionally(() =>
        client.send(
          new DeleteCommand({
            TableName: ledgerTable,
            Key: budgetKey(id),
            ConditionExpression: 'attribute_exists(#p)',
            ExpressionAttributeNames: { '#p': PARTITION_KEY },
          }),
        ),
      );
      return held;
    },
  };
}
