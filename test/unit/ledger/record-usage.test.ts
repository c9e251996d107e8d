import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY_MS, HOUR_MS, NO_TOKENS, type RecordOutcome, type UsageRecord } from '@token-ledger/core';
import { AuditedLedger } from '../../support/audited-ledger.ts';
import { NOON, recordKey, usageRecord } from '../../support/records.ts';

const output = (count: number) => ({ ...NO_TOKENS, output: count });
const kinds = (outcomes: readonly RecordOutcome[]) => outcomes.map(({ kind }) => kind);

describe('recordUsage', () => {
  let ledger: AuditedLedger;
  beforeEach(() => {
    ledger = new AuditedLedger();
    ledger.nowMs = NOON + 3 * HOUR_MS;
  });

  async function counted(): Promise<{ requests: number; output: number }> {
    for (let run = 0; run < 4; run += 1) await ledger.rollUp();
    let [requests, tokens] = [0, 0];
    for (const bucketId of ['2026112112', '2026112113']) {
      const key = { period: 'hour', bucketId, dimension: 'all', id: '*' } as const;
      const [item] = await ledger.store.getTotals([key]);
      requests += Number(item?.totals.requests ?? 0n);
      tokens += Number(item?.totals.output ?? 0n);
    }
    return { requests, output: tokens };
  }

  const conflicts = () => ledger.store.listConflicts('20261121');

  describe('a call that grows', () => {
    const begun = usageRecord({ requestId: 'msg_grow', status: 'partial', tokens: output(9) });
    const ended = usageRecord({ requestId: 'msg_grow', tokens: output(159), stopReason: 'tool_use' });

    it.each([
      ['in order', [[begun], [ended]], ['recorded', 'completed']],
      ['the other way round', [[ended], [begun]], ['recorded', 'duplicate']],
      ['in one batch', [[begun, ended]], ['recorded', 'completed']],
      ['in one batch the other way round', [[ended, begun]], ['recorded', 'duplicate']],
      [
        'delivered again',
        [[begun], [ended], [begun], [ended]],
        ['recorded', 'completed', 'duplicate', 'duplicate'],
      ],
    ] as const)('counts once, with its final figures: %s', async (_name, batches, expected) => {
      const outcomes = [];
      for (const batch of batches) outcomes.push(...(await ledger.record(...batch)));
      expect(kinds(outcomes)).toEqual(expected);
      expect(await counted()).toEqual({ requests: 1, output: 159 });
      expect(await ledger.store.getRecord(ended)).toMatchObject({ status: 'ok', stopReason: 'tool_use' });
      expect(await conflicts()).toEqual([]);
    });

    it('finds no contradiction in another source', async () => {
      const record = usageRecord({ requestId: 'req_1', source: 'gateway' });
      const { source: _, ...direct } = record;
      await ledger.record(record);
      const outcomes = await ledger.record({ ...record, source: 'client' }, direct);
      expect(kinds(outcomes)).toEqual(['duplicate', 'duplicate']);
      expect(await ledger.store.getRecord(record)).toEqual(record);
      expect(await conflicts()).toEqual([]);
    });

    it('puts the same conflict on record once, whichever way it was captured, with the sources of both sides', async () => {
      const record = usageRecord({ requestId: 'req_1', source: 'gateway' });
      await ledger.record(record);
      const other = { ...record, tokens: output(1) };
      for (const source of ['client', 'transcript'] as const) await ledger.record({ ...other, source });
      expect(await conflicts()).toMatchObject([
        { recorded: { source: 'gateway' }, reported: { source: 'client' } },
      ]);
    });

    it('says what it was and what it is now', async () => {
      await ledger.record(begun);
      const [outcome] = await ledger.record(ended);
      expect(outcome).toMatchObject({
        kind: 'completed',
        before: { tokens: output(9) },
        canonical: { tokens: output(159) },
      });
    });

    it('stays in the hour of its first report', async () => {
      await ledger.record(begun);
      await ledger.record({ ...ended, occurredAtMs: NOON + HOUR_MS });
      await counted();
      expect(await ledger.counts('hour', '2026112113', 'all')).toEqual({});
    });

    it('costs one claim and nothing more when it begins and ends in one batch', async () => {
      const { step } = ledger;
      const operations: string[] = [];
      ledger.step = (operation, effect) => {
        operations.push(operation);
        return step(operation, effect);
      };
      await ledger.record(begun, ended);
      expect(operations).toEqual(['claim', 'putSegment', 'putMark']);
    });

    it('is refused, and stays as it is, once its hour is frozen', async () => {
      await ledger.record(begun);
      ledger.nowMs = NOON + HOUR_MS + 87 * DAY_MS;
      const late = { ...ended, occurredAtMs: ledger.nowMs };
      expect(kinds(await ledger.record(late, { ...begun, occurredAtMs: ledger.nowMs }))).toEqual([
        'frozen',
        'duplicate',
      ]);
      expect(await ledger.store.getRecord(begun)).toEqual(begun);
      expect(await ledger.marks('hour')).toEqual(['2026112112']);
    });
  });

  describe('a call under two names', () => {
    const both = usageRecord({ requestId: 'req_two', otherName: 'msg_two', tokens: output(100) });
    const ofMessage = usageRecord({
      requestId: 'msg_two',
      tokens: output(100),
      occurredAtMs: NOON + HOUR_MS,
    });
    const ofRequest = usageRecord({ requestId: 'req_two', tokens: output(100) });

    it.each([
      ['both, message, request', [[both], [ofMessage], [ofRequest]]],
      ['message, both, request', [[ofMessage], [both], [ofRequest]]],
      ['request, message, both', [[ofRequest], [ofMessage], [both]]],
      [
        'message, request, both, and all again',
        [[ofMessage], [ofRequest], [both], [ofMessage], [ofRequest], [both]],
      ],
      ['all in one batch', [[ofMessage, both, ofRequest]]],
      [
        'two batches',
        [
          [ofMessage, ofRequest],
          [both, ofMessage],
        ],
      ],
    ] as const)('counts once: %s', async (_name, batches) => {
      for (const batch of batches)
        for (const { kind } of await ledger.record(...batch)) expect(kind).not.toBe('failed');
      expect(await counted()).toEqual({ requests: 1, output: 100 });
      expect(await conflicts()).toEqual([]);
      for (const name of ['req_two', 'msg_two'])
        expect((await ledger.store.findRecords(name)).map(({ tokens }) => tokens.output)).toEqual([100]);
    });

    it('costs one alias and one claim where nothing is known of it', async () => {
      const { step } = ledger;
      const operations: string[] = [];
      ledger.step = (operation, effect) => {
        operations.push(operation);
        return step(operation, effect);
      };
      await ledger.record(both);
      expect(operations).toEqual(['claim', 'claim', 'putSegment', 'putMark']);
    });

    it('is two calls where two access keys report it', async () => {
      await ledger.record(both);
      await ledger.record({ ...ofMessage, accessKeyId: 'ak_2' });
      expect(await counted()).toEqual({ requests: 2, output: 200 });
      expect(await ledger.store.findRecords('msg_two')).toHaveLength(2);
    });

    it('stays two records, on record, where one is tied otherwise, also if their figures differ', async () => {
      await ledger.record({ ...ofRequest, otherName: 'msg_other' });
      await ledger.record({ ...ofMessage, tokens: output(9) });
      expect(kinds(await ledger.record(both))).toEqual(['conflict']);
      expect(await counted()).toEqual({ requests: 2, output: 109 });
      expect(await conflicts()).toMatchObject([
        { reason: 'names', tiedTo: 'msg_two', recorded: { otherName: 'msg_other' } },
      ]);
    });

    it('stays two records, on record, where they name different users', async () => {
      await ledger.record({ ...ofMessage, userId: 'u_2' });
      await ledger.record(ofRequest);
      expect(kinds(await ledger.record(both))).toEqual(['conflict']);
      expect(await counted()).toEqual({ requests: 2, output: 200 });
      expect(await conflicts()).toMatchObject([
        { reason: 'user', recorded: { userId: 'u_1' }, reported: { userId: 'u_2', requestId: 'msg_two' } },
      ]);
    });

    it('keeps the figures of the request where the two have others, which is on record', async () => {
      await ledger.record({ ...ofMessage, tokens: output(7) });
      await ledger.record(ofRequest);
      expect(kinds(await ledger.record(both))).toEqual(['conflict']);
      expect(await counted()).toEqual({ requests: 1, output: 100 });
      expect(await conflicts()).toMatchObject([
        { reason: 'figures', recorded: { tokens: output(100) }, reported: { tokens: output(7) } },
      ]);
    });

    it('goes by its request where its message was tied to another', async () => {
      await ledger.record(both);
      const other = { ...both, requestId: 'req_other', tokens: output(5) };
      expect(await ledger.record(other, other)).toMatchObject([
        { kind: 'conflict', effect: { kind: 'recorded' }, conflict: { reason: 'names', tiedTo: 'req_two' } },
        { kind: 'conflict', effect: { kind: 'duplicate' } },
      ]);
      expect(await counted()).toEqual({ requests: 2, output: 105 });
      expect(await conflicts()).toHaveLength(1);
    });

    it('changes nothing of a frozen hour: what came first stays a call of its own', async () => {
      await ledger.record(ofMessage);
      ledger.nowMs = NOON + 2 * HOUR_MS + 87 * DAY_MS;
      const occurredAtMs = ledger.nowMs;
      expect(await ledger.record({ ...both, occurredAtMs })).toMatchObject([
        { kind: 'conflict', effect: { kind: 'recorded' }, conflict: { reason: 'names', tiedTo: 'msg_two' } },
      ]);
      expect(await ledger.store.getRecord(ofMessage)).toEqual(ofMessage);
    });
  });

  describe('reports that contradict', () => {
    const record = usageRecord({ requestId: 'R', tokens: output(5) });
    const written = { ...output(5), cacheCreation5m: 9 };
    const read = { ...NO_TOKENS, input: 9 };

    it.each([
      ['another user', { userId: 'u_2' }, 'user'],
      ['other tokens', { tokens: output(6) }, 'figures'],
      ['another model', { model: 'another' }, 'figures'],
      ['other totals', { tokens: output(6), detail: 'totals' }, 'figures'],
    ] as const)('change nothing and are on record once: %s', async (_name, overrides, reason) => {
      await ledger.record(record);
      const report = { ...record, ...overrides };
      for (let delivery = 0; delivery < 2; delivery += 1)
        expect(await ledger.record(report)).toMatchObject([
          { kind: 'conflict', effect: { kind: 'duplicate' } },
        ]);
      expect(await ledger.store.getRecord(record)).toEqual(record);
      expect(await conflicts()).toMatchObject([
        { reason, accessKeyId: 'ak_1', recorded: { tokens: output(5) } },
      ]);
    });

    it('are distinguished within one batch', async () => {
      const outcomes = await ledger.record(
        record,
        { ...record, userId: 'u_2' },
        { ...record, tokens: output(9) },
      );
      expect(kinds(outcomes)).toEqual(['recorded', 'conflict', 'conflict']);
      expect(await conflicts()).toHaveLength(2);
    });

    it('never complete the record of another user', async () => {
      await ledger.record({ ...record, status: 'partial' });
      expect(kinds(await ledger.record({ ...record, userId: 'u_2' }))).toEqual(['conflict']);
      expect((await ledger.store.getRecord(record))?.status).toBe('partial');
    });

    it('complete a record of totals all the same, which is on record', async () => {
      await ledger.record({ ...record, detail: 'totals' });
      expect(await ledger.record({ ...record, tokens: output(6) })).toMatchObject([
        { kind: 'conflict', effect: { kind: 'completed' } },
      ]);
      expect(await counted()).toEqual({ requests: 1, output: 6 });
    });

    it.each([
      ['time', { occurredAtMs: NOON + 60_000 }],
      ['feature', { feature: 'another' }],
      ['endpoint', { endpoint: '/v1/other' }],
      ['metadata', { metadata: { team: 'b' } }],
      ['temperature', { temperature: 0.5 }],
      ['stop reason', { stopReason: 'max_tokens' }],
      ['what one of them does not know', { serviceTier: 'batch', speed: 'fast', webSearchRequests: 1 }],
    ] as const)('do not by %s alone', async (_name, overrides) => {
      await ledger.record(record);
      expect(kinds(await ledger.record({ ...record, ...overrides }))).toEqual(['duplicate']);
      expect(await conflicts()).toEqual([]);
    });

    it.each([
      ['service tier', { serviceTier: 'batch' }, { serviceTier: 'standard' }],
      ['geography', { inferenceGeo: 'us' }, { inferenceGeo: 'global' }],
      ['speed', { speed: 'fast' }, { speed: 'standard' }],
      ['web searches', { webSearchRequests: 1 }, { webSearchRequests: 2 }],
      ['iterations', { iterations: [] }, { iterations: [{ type: 'compaction', tokens: NO_TOKENS }] }],
      [
        'times-to-live',
        { tokens: { ...NO_TOKENS, cacheCreation5m: 9 } },
        { tokens: { ...NO_TOKENS, cacheCreation1h: 9 } },
      ],
    ] as const)('do by %s that both know', async (_name, a, b) => {
      await ledger.record({ ...record, ...a });
      expect(kinds(await ledger.record({ ...record, ...b }))).toEqual(['conflict']);
    });

    it.each([
      ['the payer', {}, { billedTo: 'user_profile' }],
      ['a credit', { tokens: written }, { tokens: written, fallbackCredit: 'redeemed' }],
      ['a refusal', { tokens: read }, { tokens: read, stopReason: 'refusal' }],
      ['an advisor', {}, { iterations: [{ type: 'advisor_message', model: 'm', tokens: output(1) }] }],
      [
        'the model that served',
        {},
        { iterations: [{ type: 'fallback_message', model: 'm', tokens: NO_TOKENS }] },
      ],
      ['a count ahead of the whole', {}, { tokens: output(6), status: 'partial' }],
      ['a model of what broke off', {}, { model: 'm', status: 'partial' }],
      ['the payer of what broke off', {}, { billedTo: 'user_profile', status: 'partial' }],
    ] as const)('do by %s, whichever comes first, as it decides the price', async (_name, a, b) => {
      for (const [requestId, first, second] of [
        ['forth', a, b],
        ['back', b, a],
      ] as const) {
        await ledger.record({ ...record, ...first, requestId });
        expect(kinds(await ledger.record({ ...record, ...second, requestId }))).toEqual(['conflict']);
      }
      expect(await conflicts()).toHaveLength(2);
    });

    it.each([
      ['steps that are in the counters', { iterations: [{ type: 'message', tokens: output(5) }] }],
      ['a credit that nothing was written for', { fallbackCredit: 'redeemed' }],
      ['a refusal after output', { stopReason: 'refusal' }],
      ['what broke off before', { tokens: output(4), status: 'partial' }],
      [
        'what broke off under an alias of the model',
        { model: 'claude-sonnet-5-5-20260928', status: 'partial' },
      ],
    ] as const)('do not by %s: it costs the same', async (_name, overrides) => {
      await ledger.record(record);
      expect(kinds(await ledger.record({ ...record, ...overrides }))).toEqual(['duplicate']);
    });

    it('do by a third name, whichever of the two that are tied the record has', async () => {
      const both = { ...record, requestId: 'req_a', otherName: 'msg_a' };
      for (const [accessKeyId, first] of [
        ['ak_message', { ...record, requestId: 'msg_a' }],
        ['ak_both', both],
      ] as const) {
        await ledger.record({ ...first, accessKeyId });
        expect(kinds(await ledger.record({ ...both, accessKeyId }))).toEqual(['duplicate']);
        expect(await ledger.record({ ...both, accessKeyId, otherName: 'msg_b' })).toMatchObject([
          { kind: 'conflict', conflict: { reason: 'names' } },
        ]);
      }
    });

    it('are on record with each content that a complete report replaces, also when it is overtaken', async () => {
      await ledger.record({ ...record, status: 'partial', tokens: output(9) });
      const { step } = ledger;
      ledger.step = async (operation, effect) => {
        if (operation !== 'replaceRecord') return step(operation, effect);
        ledger.step = step;
        await ledger.record({ ...record, detail: 'totals', tokens: output(20) });
        return effect();
      };
      expect(kinds(await ledger.record(record))).toEqual(['conflict']);
      const contradicted = (await conflicts()).map(({ recorded }) => recorded.tokens.output);
      expect(contradicted.toSorted((a, b) => a - b)).toEqual([9, 20]);
    });

    it('are not acknowledged while they cannot be put on record', async () => {
      await ledger.record(record);
      const { step } = ledger;
      ledger.step = (operation, effect) =>
        operation === 'putConflict' ? Promise.reject(new Error('refused')) : step(operation, effect);
      expect(kinds(await ledger.record({ ...record, userId: 'u_2' }, usageRecord()))).toEqual([
        'failed',
        'recorded',
      ]);
    });
  });

  describe("somebody else's id", () => {
    it('counts for everyone who uses it: names belong to the access key a record is for', async () => {
      const ofA = usageRecord({ requestId: 'R', accessKeyId: 'ak_a', userId: 'u_a', tokens: NO_TOKENS });
      const ofB = usageRecord({
        requestId: 'R',
        accessKeyId: 'ak_b',
        userId: 'u_b',
        tokens: output(500_000),
      });
      expect(kinds([...(await ledger.record(ofA)), ...(await ledger.record(ofB))])).toEqual([
        'recorded',
        'recorded',
      ]);
      expect(await counted()).toEqual({ requests: 2, output: 500_000 });
      expect(await ledger.store.getRecord(recordKey('R', 'ak_b'))).toEqual(ofB);
    });
  });

  describe('a user who is named later', () => {
    it('gets what was counted for nobody, once', async () => {
      const { userId: _, ...unnamed } = usageRecord({ requestId: 'r', status: 'partial', tokens: output(9) });
      await ledger.record(unnamed);
      await ledger.rollUp();
      const named: UsageRecord = { ...unnamed, userId: 'u_1', status: 'ok', tokens: output(20) };
      await ledger.record(named);
      for (let run = 0; run < 2; run += 1) await ledger.rollUp();
      const { items } = await ledger.store.listStatistics({
        period: 'hour',
        bucketId: '2026112112',
        dimension: 'user',
      });
      expect(
        items.map(({ id, statistics }) => [
          id,
          statistics.count,
          statistics.revisions,
          statistics.cells.length,
        ]),
      ).toEqual([
        ['-', 1, 1, 0],
        ['u_1', 1, 1, 1],
      ]);
      expect(await ledger.record({ ...named, userId: 'u_2' })).toMatchObject([{ kind: 'conflict' }]);
    });

    const { userId: _, ...unnamed } = usageRecord({ requestId: 'r' });

    it.each<[string, Partial<UsageRecord>, Partial<UsageRecord>]>([
      ['a report of the same content', {}, {}],
      ['a partial report of a complete record', {}, { status: 'partial', tokens: NO_TOKENS }],
      ['a partial report that adds nothing', { status: 'partial' }, { status: 'partial', tokens: NO_TOKENS }],
      ['another report of totals', { detail: 'totals' }, { detail: 'totals' }],
    ])('is named by %s', async (_name, record, report) => {
      await ledger.record({ ...unnamed, ...record });
      expect(kinds(await ledger.record({ ...unnamed, ...report, userId: 'u_1' }))).toEqual(['completed']);
      expect(await ledger.store.getRecord(recordKey('r'))).toMatchObject({
        ...unnamed,
        ...record,
        userId: 'u_1',
        revision: 2,
        userNamedLater: true,
      });
      expect(kinds(await ledger.record({ ...unnamed, ...record, userId: 'u_2' }))).toEqual(['conflict']);
    });

    it('is not named by a report that contradicts the figures', async () => {
      await ledger.record(unnamed);
      const other: UsageRecord = { ...unnamed, userId: 'u_1', tokens: output(1) };
      expect(kinds(await ledger.record(other))).toEqual(['conflict']);
      expect((await ledger.store.getRecord(recordKey('r')))?.userId).toBeUndefined();
    });

    it('is named within one batch, before another user completes the record', async () => {
      const begun: UsageRecord = { ...unnamed, status: 'partial', tokens: output(9) };
      const outcomes = await ledger.record(begun, { ...begun, userId: 'u_2' }, { ...unnamed, userId: 'u_1' });
      expect(kinds(outcomes)).toEqual(['recorded', 'completed', 'conflict']);
      expect(await ledger.store.getRecord(recordKey('r'))).toEqual({ ...begun, userId: 'u_2' });
    });
  });
});
