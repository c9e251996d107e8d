import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { CorruptDataError, createDynamoAlertStore, createDynamoBudgetStore } from '@token-ledger/aws';
import { newAlert } from '@token-ledger/core';
import { newBudget } from '../../support/budgets.ts';
import { NOON } from '../../support/records.ts';
import { fakeClient } from './fake-client.ts';

const ALERT = newAlert(newBudget(), {
  period: { id: '202611', startMs: 0, endMs: 1 },
  amount: 1n,
  threshold: { percent: 80, armedBy: 1 },
  spent: 1n,
  unpricedRequests: 0n,
  nowMs: NOON,
});

const canceled = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'canceled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

/** A store whose first attempts fail with these errors. */
function failing(...errors: Error[]) {
  const { client, wait, waits, calls } = fakeClient<TransactWriteCommandInput>((_, index) => {
    if (errors[index]) throw errors[index];
    return {};
  });
  return { store: createDynamoAlertStore({ client, ledgerTable: 't', wait }), waits, calls };
}

describe('firing an alert on DynamoDB', () => {
  it('writes the alert if there is none, and that it waits, in one write', async () => {
    const { store, calls } = failing();
    expect(await store.fireAlert(ALERT)).toBe(true);
    const [alert, waiting] = calls[0]?.input.TransactItems ?? [];
    expect(alert?.Put).toMatchObject({
      Item: { p: 'N#202611', s: 'b1#80#1', x: NOON / 1000 + 400 * 86_400 },
      ConditionExpression: 'attribute_not_exists(#p)',
    });
    expect(waiting?.Put?.Item).toEqual({
      p: 'O#alerts',
      s: 'alert_b1_202611_80_1',
      id: 'b1',
      pid: '202611',
      pct: 80,
      rev: 1,
    });
  });

  it('reports that the alert exists already', async () => {
    const { store, calls } = failing(canceled('ConditionalCheckFailed', 'None'));
    expect(await store.fireAlert(ALERT)).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it('retries when another run writes the same alert', async () => {
    const conflict = canceled('TransactionConflict', 'None');
    const { store, waits } = failing(conflict, conflict, canceled('ConditionalCheckFailed', 'None'));
    expect(await store.fireAlert(ALERT)).toBe(false);
    expect(waits).toHaveLength(2);
  });

  it('gives up after five retries', async () => {
    const { store, waits } = failing(...Array.from({ length: 9 }, () => canceled('TransactionConflict')));
    await expect(store.fireAlert(ALERT)).rejects.toThrow('canceled');
    expect(waits).toHaveLength(5);
  });

  it.each([[canceled('ThrottlingError')], [canceled('None', 'ConditionalCheckFailed')], [new Error('down')]])(
    'passes on every other error: %s',
    async (error) => {
      await expect(failing(error).store.fireAlert(ALERT)).rejects.toBe(error);
    },
  );
});

describe('a damaged item', () => {
  it.each([[{}], [{ id: 'b1', name: 7 }], [{ id: 'b1', name: 'n', scope: null }]])(
    '%j is not accepted as a budget',
    async (Item) => {
      const { client } = fakeClient(() => ({ Item }));
      const store = createDynamoBudgetStore({ client, ledgerTable: 't' });
      await expect(store.getBudget('b1')).rejects.toThrow(CorruptDataError);
    },
  );

  it('is not accepted as an alert', async () => {
    const { client } = fakeClient(() => ({ Item: { id: 'b1', amount: 'much' } }));
    const store = createDynamoAlertStore({ client, ledgerTable: 't' });
    await expect(store.getAlert(ALERT)).rejects.toThrow(CorruptDataError);
  });
});
