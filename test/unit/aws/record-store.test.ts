import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { BatchExecuteStatementCommandInput, BatchGetCommandInput } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { createDynamoLedgerStore } from '@token-ledger/aws';
import type { UsageRecord } from '@token-ledger/core';
import { collect, usageRecord, usageRecords } from '../../behaviour/usage-records.ts';
import { fakeClient } from './fake-client.ts';

type Input = BatchExecuteStatementCommandInput & BatchGetCommandInput;

const INSERTED = { TableName: 'records' };
const KEY = { accessKeyId: 'ak_1', requestId: 'req_1' };
const taken = (record: UsageRecord) => ({ kind: 'taken', place: { kind: 'record', record } });
const refusal = (Code: string, Item?: object) => ({ Error: { Code, Message: 'because', Item } });
/** `usageRecord()` as an item. */
const ITEM = {
  p: 'req_1',
  t: 1795262701234,
  g: 1795262701567,
  s: 'ak_1',
  m: 'claude-sonnet-5-5',
  i: 1000,
  o: 500,
};

function storeThatAnswers(answer: (input: Input, index: number) => unknown) {
  const fake = fakeClient<Input>(({ input }, index) => answer(input, index));
  const store = createDynamoLedgerStore({
    ...fake,
    recordsTable: 'records',
    ledgerTable: 'statistics',
    retention: () => ({ retentionDays: 90 }),
  });
  return { ...fake, store };
}

const requestIds = (input: Input) =>
  (input.Statements ?? []).map(({ Parameters }) => Parameters?.[0] as string);
const allInserted = (input: Input) => ({ Responses: requestIds(input).map(() => INSERTED) });

describe('claiming records on DynamoDB', () => {
  it('inserts with values apart from the statement, and requests the existing item', async () => {
    const { store, calls } = storeThatAnswers(allInserted);
    await store.claim([usageRecord({ requestId: `'} "x` })]);
    expect(calls[0]?.input.Statements).toEqual([
      {
        Statement: `INSERT INTO "records" VALUE {'p': ?, 't': ?, 'g': ?, 's': ?, 'm': ?, 'i': ?, 'o': ?, 'x': ?}`,
        Parameters: [
          `'} "x`,
          ITEM.t,
          ITEM.g,
          ITEM.s,
          ITEM.m,
          ITEM.i,
          ITEM.o,
          Date.UTC(2027, 1, 19, 12, 10) / 1000,
        ],
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    ]);
  });

  it.each([
    [25, [25]],
    [26, [25, 1]],
    [60, [25, 25, 10]],
  ])('sends %i records in calls of %j', async (count, sizes) => {
    const { store, calls } = storeThatAnswers(allInserted);
    expect(await store.claim(usageRecords(count))).toHaveLength(count);
    expect(calls.map(({ input }) => requestIds(input).length)).toEqual(sizes);
  });

  it('never has more than eight calls in progress', async () => {
    let underWay = 0;
    let most = 0;
    const { store } = storeThatAnswers(async (input) => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return allInserted(input);
    });
    await store.claim(usageRecords(25 * 20));
    expect(most).toBe(8);
  });

  it.each([
    'ThrottlingError',
    'ProvisionedThroughputExceeded',
    'RequestLimitExceeded',
    'InternalServerError',
    'TransactionConflict',
  ])('retries only records that failed with %s', async (code) => {
    const { store, calls, waits } = storeThatAnswers((input, index) =>
      index === 0
        ? { Responses: [INSERTED, refusal(code), refusal('DuplicateItem', ITEM)] }
        : allInserted(input),
    );
    const outcomes = await store.claim(usageRecords(3));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['claimed', 'claimed', 'taken']);
    expect(calls.map(({ input }) => requestIds(input))).toEqual([['req_0', 'req_1', 'req_2'], ['req_1']]);
    expect(waits).toHaveLength(1);
  });

  it('fails only records that are throttled six times', async () => {
    const { store, calls, waits } = storeThatAnswers((input) => ({
      Responses: requestIds(input).map((id) => (id === 'req_1' ? refusal('ThrottlingError') : INSERTED)),
    }));
    const outcomes = await store.claim(usageRecords(3));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['claimed', 'failed', 'claimed']);
    expect(outcomes[1]).toMatchObject({ error: { message: expect.stringContaining('ThrottlingError') } });
    expect(calls).toHaveLength(6);
    for (const [retry, waited] of waits.entries()) expect(waited).toBeLessThanOrEqual(50 * 2 ** retry);
  });

  it('fails at once if no retry can help', async () => {
    const { store, calls } = storeThatAnswers(() => ({ Responses: [refusal('ValidationError'), INSERTED] }));
    const outcomes = await store.claim(usageRecords(2));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'claimed']);
    expect(calls).toHaveLength(1);
  });

  it('fails the records of a call that is rejected as a whole, and no others', async () => {
    const error = new Error('connection reset');
    const { store } = storeThatAnswers((input) => {
      if (requestIds(input).includes('req_30')) throw error;
      return allInserted(input);
    });
    const outcomes = await store.claim(usageRecords(60));
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome).toEqual(index >= 25 && index < 50 ? { kind: 'failed', error } : { kind: 'claimed' });
    }
  });

  it('fails records without an answer', async () => {
    const { store } = storeThatAnswers(() => ({ Responses: [INSERTED] }));
    expect((await store.claim(usageRecords(2))).map(({ kind }) => kind)).toEqual(['claimed', 'failed']);
  });

  it('uses the canonical record of the answer if there is one', async () => {
    const { store, calls } = storeThatAnswers(() => ({ Responses: [refusal('DuplicateItem', ITEM)] }));
    const outcomes = await store.claim([usageRecord({ model: 'another' })]);
    expect(outcomes).toEqual([taken(usageRecord())]);
    expect(calls).toHaveLength(1);
  });

  it('otherwise reads it, strongly consistent', async () => {
    const { store, calls } = storeThatAnswers((_input, index) =>
      index === 0
        ? { Responses: [refusal('DuplicateItem'), INSERTED] }
        : { Responses: { records: [{ ...ITEM, p: 'req_0' }] } },
    );
    const outcomes = await store.claim(usageRecords(2));
    expect(outcomes).toEqual([taken(usageRecord({ requestId: 'req_0' })), { kind: 'claimed' }]);
    expect(calls[1]?.input.RequestItems).toEqual({
      records: { Keys: [{ p: 'req_0', s: 'ak_1' }], ConsistentRead: true },
    });
  });

  it('fails a duplicate whose canonical record expired in between, so that it is claimed again', async () => {
    const { store } = storeThatAnswers((_input, index) =>
      index === 0 ? { Responses: [refusal('DuplicateItem')] } : { Responses: { records: [] } },
    );
    expect(await store.claim([usageRecord()])).toEqual([{ kind: 'failed', error: expect.any(Error) }]);
  });

  it('fails a duplicate whose canonical record cannot be decoded', async () => {
    const { store } = storeThatAnswers(() => ({
      Responses: [refusal('DuplicateItem', { p: 'req_1', s: 'ak_1' })],
    }));
    expect(await store.claim([usageRecord()])).toMatchObject([
      { kind: 'failed', error: { name: 'CorruptDataError' } },
    ]);
  });

  it('returns its own record as canonical if its first insert took effect but the answer got lost', async () => {
    const stored = new Set<string>();
    const { store } = storeThatAnswers((input, index) => ({
      Responses: requestIds(input).map((id) => {
        if (stored.has(id)) return refusal('DuplicateItem', ITEM);
        stored.add(id);
        return index === 0 ? refusal('InternalServerError') : INSERTED;
      }),
    }));
    expect(await store.claim([usageRecord()])).toEqual([taken(usageRecord())]);
  });
});

describe('aliases on DynamoDB', () => {
  const alias = { accessKeyId: 'ak_1', requestId: 'msg_1', target: 'req_1', occurredAtMs: ITEM.t };

  it('are inserted in one call with records, and expire like a record of their time', async () => {
    const { store, calls } = storeThatAnswers(allInserted);
    expect(await store.claim([alias, usageRecord()])).toEqual([{ kind: 'claimed' }, { kind: 'claimed' }]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.input.Statements?.[0]).toMatchObject({
      Statement: `INSERT INTO "records" VALUE {'p': ?, 's': ?, 'to': ?, 'x': ?}`,
      Parameters: ['msg_1', 'ak_1', 'req_1', Date.UTC(2027, 1, 19, 12, 10) / 1000],
    });
  });

  it('are what a claim of their name meets', async () => {
    const stored = { p: 'req_1', s: 'ak_1', to: 'req_2', x: 1 };
    const { store } = storeThatAnswers(() => ({ Responses: [refusal('DuplicateItem', stored)] }));
    expect(await store.claim([usageRecord()])).toEqual([
      { kind: 'taken', place: { kind: 'alias', target: 'req_2' } },
    ]);
  });

  it('fail a claim that meets one without a target', async () => {
    const stored = { p: 'req_1', s: 'ak_1', to: 5, x: 1 };
    const { store } = storeThatAnswers(() => ({ Responses: [refusal('DuplicateItem', stored)] }));
    expect(await store.claim([usageRecord()])).toMatchObject([
      { kind: 'failed', error: { name: 'CorruptDataError' } },
    ]);
  });

  it('are distinguished by access key when what has taken their names is read', async () => {
    const records = ['ak_1', 'ak_2'].map((accessKeyId) => usageRecord({ accessKeyId }));
    const { store } = storeThatAnswers((input, index) =>
      index === 0
        ? { Responses: requestIds(input).map(() => refusal('DuplicateItem')) }
        : { Responses: { records: [{ ...ITEM, s: 'ak_2', m: 'second' }, ITEM] } },
    );
    expect(await store.claim(records)).toEqual([
      taken(usageRecord()),
      taken(usageRecord({ accessKeyId: 'ak_2', model: 'second' })),
    ]);
  });
});

describe('replacing records on DynamoDB', () => {
  const next = (revision: number) => usageRecord({ revision, userId: 'u_1', userNamedLater: true });
  const item = { ...ITEM, x: Date.UTC(2027, 1, 19, 12, 10) / 1000 };
  const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  const storeWith = (...answers: readonly unknown[]) =>
    storeThatAnswers((_input, index) => {
      const answer = answers[index];
      if (answer instanceof Error) throw answer;
      return answer;
    });

  it('puts the whole record, if there still is one of the first revision', async () => {
    const { store, calls } = storeWith({});
    expect(await store.replaceRecord(next(2), 1)).toEqual({ kind: 'replaced' });
    expect(calls.map(({ input }) => input)).toEqual([
      {
        TableName: 'records',
        Item: { ...item, u: 'u_1', rv: 2, ul: 1 },
        ConditionExpression: 'attribute_exists(#model) AND attribute_not_exists(#revision)',
        ExpressionAttributeNames: { '#model': 'm', '#revision': 'rv' },
      },
    ]);
  });

  it('compares later revisions with what is stored', async () => {
    const { store, calls } = storeWith({});
    await store.replaceRecord(next(8), 7);
    expect(calls[0]?.input).toMatchObject({
      ConditionExpression: '#rv = :rv',
      ExpressionAttributeValues: { ':rv': 7 },
    });
  });

  it('shows what is there instead, read strongly consistent', async () => {
    const { store, calls } = storeWith(refused, { Item: { ...item, rv: 2 } });
    expect(await store.replaceRecord(next(2), 1)).toEqual({
      kind: 'changed',
      place: { kind: 'record', record: usageRecord({ revision: 2 }) },
    });
    expect(calls[1]?.input).toMatchObject({ Key: { p: 'req_1', s: 'ak_1' }, ConsistentRead: true });
  });

  it.each([
    ['nothing', {}, undefined],
    ['a tombstone', { Item: { p: 'req_1', s: 'ak_1', del: true, x: 1 } }, { kind: 'erased' }],
    ['an alias', { Item: { p: 'req_1', s: 'ak_1', to: 'req_2', x: 1 } }, { kind: 'alias', target: 'req_2' }],
  ])('shows that there is %s', async (_, found, place) => {
    const { store } = storeWith(refused, found);
    expect(await store.replaceRecord(next(2), 1)).toEqual({ kind: 'changed', place });
  });

  it('knows its own write when the answer to it got lost', async () => {
    const { store } = storeWith(refused, { Item: { ...item, u: 'u_1', rv: 2, ul: 1 } });
    expect(await store.replaceRecord(next(2), 1)).toEqual({ kind: 'replaced' });
  });
});

describe('finding records by a name on DynamoDB', () => {
  const NOW = ITEM.t;
  const x = Date.UTC(2027, 1, 19, 12, 10) / 1000;

  function storeOf(...items: readonly Record<string, unknown>[]) {
    const fake = fakeClient<Record<string, unknown>>(({ command, input }) => {
      const name =
        command === 'QueryCommand' ? (input['ExpressionAttributeValues'] as { ':p': string })[':p'] : '';
      if (command === 'QueryCommand') return { Items: items.filter(({ p }) => p === name) };
      const key = input['Key'] as { p: string; s: string };
      return { Item: items.find(({ p, s }) => p === key.p && s === key.s) };
    });
    const tables = { recordsTable: 'records', ledgerTable: 'statistics' };
    const retention = () => ({ retentionDays: 90 });
    const store = createDynamoLedgerStore({ ...fake, ...tables, retention, clock: () => NOW });
    return { ...fake, store };
  }

  it('returns those of all access keys, and neither expired nor erased ones', async () => {
    const { store } = storeOf(
      { ...ITEM, x },
      { ...ITEM, s: 'ak_2', x },
      { ...ITEM, s: 'ak_3', x: NOW / 1000 },
      { p: 'req_1', s: 'ak_4', del: true, x },
      { ...ITEM, p: 'req_2', x },
    );
    const found = await store.findRecords('req_1');
    expect(found.map(({ accessKeyId }) => accessKeyId)).toEqual(['ak_1', 'ak_2']);
  });

  it('follows an alias, then a merger, within its access key', async () => {
    const { store, calls } = storeOf(
      { p: 'msg_1', s: 'ak_1', to: 'req_0', x },
      { ...ITEM, p: 'req_0', mi: 'req_1', rv: 2, x },
      { ...ITEM, s: 'ak_0', x },
      { ...ITEM, x },
    );
    expect(await store.findRecords('msg_1')).toEqual([usageRecord()]);
    expect(calls.map(({ command }) => command)).toEqual(['QueryCommand', 'GetCommand', 'GetCommand']);
  });

  it.each([
    ['nothing', []],
    ['what has expired', [{ ...ITEM, x: NOW / 1000 }]],
    ['what was erased', [{ p: 'req_1', s: 'ak_1', del: true, x }]],
    ['itself, by damage', [{ p: 'req_1', s: 'ak_1', to: 'req_1', x }]],
  ])('finds nothing where an alias leads to %s', async (_, target) => {
    const { store } = storeOf({ p: 'msg_1', s: 'ak_1', to: 'req_1', x }, ...target);
    expect(await store.findRecords('msg_1')).toEqual([]);
  });
});

describe('erasing records on DynamoDB', () => {
  const NOW = ITEM.t;
  const X = Date.UTC(2027, 1, 19, 12, 10) / 1000;
  const OF_USER = { ...ITEM, u: 'u_1', x: X };
  const TOMBSTONE = { p: 'req_1', s: 'ak_1', del: true, x: X };

  function storeWith(answers: readonly unknown[]) {
    const fake = fakeClient<Record<string, unknown>>((_call, index) => {
      const answer = answers[index];
      if (answer instanceof Error) throw answer;
      return answer;
    });
    const tables = {
      recordsTable: 'records',
      ledgerTable: 'statistics',
      retention: () => ({ retentionDays: 90 }),
    };
    const store = createDynamoLedgerStore({ ...fake, ...tables, clock: () => NOW });
    return { ...fake, store };
  }

  const refused = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

  it('distinguishes an erased record from a duplicate, in an answer and in a read', async () => {
    const inAnswer = storeWith([{ Responses: [refusal('DuplicateItem', TOMBSTONE)] }]);
    expect(await inAnswer.store.claim([usageRecord()])).toEqual([
      { kind: 'taken', place: { kind: 'erased' } },
    ]);
    const read = storeWith([
      { Responses: [refusal('DuplicateItem')] },
      { Responses: { records: [TOMBSTONE] } },
    ]);
    expect(await read.store.claim([usageRecord()])).toEqual([{ kind: 'taken', place: { kind: 'erased' } }]);
  });

  it('puts a tombstone with only the id and the expiry, if the record still belongs to the user', async () => {
    const { store, calls } = storeWith([{ Item: { ...OF_USER, future: 'attribute' } }, {}]);
    expect(await store.eraseRecord(KEY, 'u_1')).toBe(true);
    expect(calls[1]?.input).toEqual({
      TableName: 'records',
      Item: TOMBSTONE,
      ConditionExpression: '#u = :u',
      ExpressionAttributeNames: { '#u': 'u' },
      ExpressionAttributeValues: { ':u': 'u_1' },
    });
  });

  it('recognizes its own tombstone when the answer to it got lost', async () => {
    const { store } = storeWith([{ Item: OF_USER }, refused, { Item: TOMBSTONE }]);
    expect(await store.eraseRecord(KEY, 'u_1')).toBe(true);
  });

  it('scans page by page, strongly consistent, without tombstones, aliases and what has expired', async () => {
    const expired = { ...ITEM, p: 'req_2', x: NOW / 1000 };
    const alias = { p: 'msg_1', s: 'ak_1', to: 'req_1', x: X };
    const { store, calls } = storeWith([
      { Items: [OF_USER, alias, TOMBSTONE], LastEvaluatedKey: { p: 'req_1' } },
      { Items: [expired] },
    ]);
    expect(await collect(store.scanRecords())).toEqual([[usageRecord({ userId: 'u_1' })], []]);
    expect(calls.map(({ command }) => command)).toEqual(['ScanCommand', 'ScanCommand']);
    expect(calls[1]?.input).toMatchObject({ ConsistentRead: true, ExclusiveStartKey: { p: 'req_1' } });
  });
});
