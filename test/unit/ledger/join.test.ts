import { describe, expect, it } from '@jest/globals';
import { cacheCreationTokens, NO_TOKENS, type TokenCounts, type UsageRecord } from '@token-ledger/core';
import fc from 'fast-check';
import { join, merge, rankOf, redirected, revised } from '../../../packages/core/src/ledger/write/join.ts';
import { tokenCounts } from '../../support/arbitrary-usage.ts';
import { NOON, usageRecord } from '../../support/records.ts';

const partial = (overrides: Partial<UsageRecord> = {}) =>
  usageRecord({ requestId: 'req_1', status: 'partial', ...overrides });
const thin = (overrides: Partial<UsageRecord> = {}) =>
  usageRecord({ requestId: 'req_1', detail: 'totals', ...overrides });
const complete = (overrides: Partial<UsageRecord> = {}) => usageRecord({ requestId: 'req_1', ...overrides });
const output = (count: number): TokenCounts => ({ ...NO_TOKENS, output: count });

describe('the rank of a report', () => {
  it('is lowest where the call broke off, and highest where everything is known', () => {
    expect([partial(), thin(), complete(), complete({ status: 'error' })].map(rankOf)).toEqual([0, 1, 2, 2]);
    expect(rankOf(partial({ detail: 'totals' }))).toBe(0);
  });
});

describe('joining a report to a record', () => {
  it('replaces the content by that of a higher rank', () => {
    const [begun, ended] = [
      partial({ tokens: output(9) }),
      complete({ tokens: output(159), stopReason: 'end_turn' }),
    ];
    expect(join(begun, ended)).toMatchObject({ status: 'ok', tokens: output(159), stopReason: 'end_turn' });
    expect(join(thin(), complete({ serviceTier: 'batch' }))).toMatchObject({ serviceTier: 'batch' });
    expect(join(thin(), complete())).not.toHaveProperty('detail');
    expect(join(partial(), thin())).toMatchObject({ status: 'ok', detail: 'totals' });
  });

  it('takes the source of the report whose content counts, the default included', () => {
    const [span, sent] = [thin({ source: 'span' }), complete({ source: 'client' })];
    expect(join(span, sent)).toMatchObject({ source: 'client' });
    expect(join(span, complete())).not.toHaveProperty('source');
    expect(join(thin(), sent)).toMatchObject({ source: 'client' });
    expect(join(sent, span)).toBe(sent);
    expect(join(sent, complete({ source: 'gateway' }))).toBe(sent);
    const begun = partial({ source: 'client', tokens: output(9) });
    expect(join(begun, partial({ source: 'gateway', tokens: output(10) }))).toMatchObject({
      source: 'gateway',
    });
    expect(join(begun, partial({ tokens: output(10) }))).not.toHaveProperty('source');
    expect(join(begun, partial({ source: 'gateway', tokens: output(9) }))).toBe(begun);
  });

  it('keeps identity, time and user of the record, and what the report does not know', () => {
    const begun = partial({
      occurredAtMs: NOON,
      clockClamped: true,
      otherName: 'msg_1',
      feature: 'chat',
      speed: 'fast',
    });
    const { feature: _, userId: __, ...ended } = complete({ occurredAtMs: NOON + 5, requestId: 'msg_1' });
    expect(join(begun, ended)).toEqual({
      ...begun,
      status: 'ok',
      model: ended.model,
      tokens: ended.tokens,
    });
  });

  it('does not take over a clock that was found wrong', () => {
    expect(join(partial(), complete({ clockClamped: true }))).not.toHaveProperty('clockClamped');
  });

  it('changes nothing by a lower rank, or an equal one', () => {
    for (const [record, report] of [
      [complete(), partial({ tokens: output(1e6) })],
      [complete(), thin({ tokens: output(1e6) })],
      [complete(), complete({ tokens: output(1e6), feature: 'another', userId: 'u_2' })],
      [thin(), partial({ tokens: output(1e6) })],
      [thin(), thin({ tokens: output(1e6) })],
    ] as const) {
      expect(join(record, report)).toBe(record);
    }
  });

  it('lets partial records grow, with the rest of the one that grew', () => {
    const [first, second] = [
      partial({ tokens: { ...output(9), input: 3 }, feature: 'a', thinkingTokens: 5 }),
      partial({ tokens: { ...output(20), input: 2 }, feature: 'b', webSearchRequests: 1 }),
    ];
    expect(join(first, second)).toMatchObject({
      tokens: { input: 3, output: 20 },
      feature: 'b',
      thinkingTokens: 5,
      webSearchRequests: 1,
    });
  });

  it('changes nothing by a partial report that knows no more, such as one delivered again', () => {
    const first = partial({ tokens: output(9), feature: 'a' });
    const grown = join(first, partial({ tokens: output(20), feature: 'b' }));
    expect(join(grown, first)).toBe(grown);
    expect(join(grown, partial({ tokens: output(20), feature: 'c' }))).toBe(grown);
  });

  it('keeps the longer list of iterations', () => {
    const step = { type: 'compaction', tokens: output(1) };
    const [one, two] = [partial({ iterations: [step] }), partial({ iterations: [step, step] })];
    expect(join(one, two).iterations).toHaveLength(2);
    expect(join(two, one)).toBe(two);
  });

  it('keeps of lists of equal length the one of more tokens, in every order', () => {
    const steps = (...counts: readonly number[]) =>
      counts.map((count) => ({ type: 'compaction', tokens: output(count) }));
    const lists = fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lists, (all) => {
        const reports = all.map((counts, index) =>
          partial({ tokens: { ...output(index), input: 9 - index }, iterations: steps(...counts) }),
        );
        const joined = reports.reduce(join).iterations;
        expect(reports.toReversed().reduce(join).iterations).toEqual(joined);
        const sum = (list: typeof joined = []) =>
          list.reduce((total, { tokens }) => total + tokens.output, 0);
        const longest = Math.max(...all.map(({ length }) => length));
        const most = reports.filter(({ iterations }) => iterations?.length === longest);
        expect(sum(joined)).toBe(Math.max(...most.map(({ iterations }) => sum(iterations))));
      }),
    );
  });

  it('lets a complete report alone decide who is billed, for which model, and whether at all', () => {
    const begun = partial({
      billedTo: 'user_profile',
      stopReason: 'refusal',
      fallbackCredit: 'redeemed',
      iterations: [{ type: 'fallback_message', model: 'claude-haiku-5-5', tokens: NO_TOKENS }],
    });
    for (const unfinished of [begun, { ...begun, status: 'ok', detail: 'totals' } as const])
      expect(join(unfinished, complete())).toEqual(complete());
    expect(join(begun, thin())).toMatchObject({ billedTo: 'user_profile', fallbackCredit: 'redeemed' });
  });

  it('lets a partial record grow without becoming cheaper by another model, tier or payer', () => {
    const first = partial({ tokens: output(9), serviceTier: 'standard' });
    const cheaper = partial({
      tokens: output(10),
      model: 'claude-haiku-5-5',
      serviceTier: 'batch',
      billedTo: 'user_profile',
    });
    expect(join(first, cheaper)).toEqual({ ...first, tokens: output(10) });
    expect(join(partial({ tokens: output(9) }), partial({ tokens: output(10), speed: 'fast' })).speed).toBe(
      'fast',
    );
  });

  it('does not count cache writes twice whose time-to-live becomes known later', () => {
    const unknown = partial({ tokens: { ...NO_TOKENS, cacheCreationUnattributed: 100 } });
    const known = partial({
      tokens: { ...NO_TOKENS, cacheCreation5m: 70, cacheCreation1h: 20, cacheCreationUnattributed: 10 },
    });
    const expected = { cacheCreation5m: 70, cacheCreation1h: 20, cacheCreationUnattributed: 10 };
    expect(join(unknown, known).tokens).toMatchObject(expected);
    expect(join(known, unknown)).toBe(known);
  });

  const partials = fc
    .array(tokenCounts, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((tokens) => partial({ tokens })));

  it('comes to the same growth in every order, however often each report comes', () => {
    fc.assert(
      fc.property(partials, fc.array(fc.nat({ max: 4 }), { maxLength: 8 }), (reports, again) => {
        const joinAll = (all: readonly UsageRecord[]) => all.reduce(join).tokens;
        const repeated = [
          ...reports,
          ...again.map((index) => reports[index % reports.length] as UsageRecord),
        ];
        expect(joinAll(repeated.toReversed())).toEqual(joinAll(reports));
      }),
    );
  });

  it('never makes a counter smaller, nor all cache writes', () => {
    fc.assert(
      fc.property(partials, (reports) => {
        const { tokens } = reports.reduce(join);
        for (const report of reports) {
          for (const kind of ['input', 'output', 'cacheCreation5m', 'cacheCreation1h', 'cacheRead'] as const)
            expect(tokens[kind]).toBeGreaterThanOrEqual(report.tokens[kind]);
          expect(cacheCreationTokens(tokens)).toBeGreaterThanOrEqual(cacheCreationTokens(report.tokens));
        }
      }),
    );
  });

  it('comes to the same figures in every order of ranks', () => {
    const reports = fc.shuffledSubarray(
      [
        partial({ tokens: output(3) }),
        partial({ tokens: output(9) }),
        thin({ tokens: output(20) }),
        complete({ tokens: output(20) }),
      ],
      { minLength: 1 },
    );
    fc.assert(
      fc.property(reports, (shuffled) => {
        const [best] = shuffled.toSorted(
          (a, b) => rankOf(b) - rankOf(a) || b.tokens.output - a.tokens.output,
        );
        const { tokens, status, detail } = shuffled.reduce(join);
        expect({ tokens, status, detail }).toEqual({
          tokens: best?.tokens,
          status: best?.status,
          detail: best?.detail,
        });
      }),
    );
  });
});

describe('a revision', () => {
  it('follows the one before, and says where the user was named later', () => {
    const { userId: _, ...unnamed } = partial();
    const named = revised(unnamed, { ...unnamed, userId: 'u_1' });
    expect(named).toMatchObject({ revision: 2, userNamedLater: true, userId: 'u_1' });
    expect(revised(named, { ...named, status: 'ok' })).toMatchObject({ revision: 3, userNamedLater: true });
    expect(revised(partial(), complete())).toEqual({ ...complete(), revision: 2 });
  });
});

describe('two records of one call', () => {
  it('come to the better of both, under the name and at the time of the first', () => {
    const record = partial({ tokens: output(9) });
    const other = complete({
      requestId: 'msg_1',
      otherName: 'req_1',
      occurredAtMs: NOON + 1,
      tokens: output(20),
      revision: 7,
    });
    expect(merge(record, other)).toEqual({
      ...other,
      requestId: 'req_1',
      otherName: 'msg_1',
      occurredAtMs: record.occurredAtMs,
      receivedAtMs: record.receivedAtMs,
      revision: undefined,
    });
  });

  it('keep the user that only one of them names', () => {
    const { userId: _, ...unnamed } = complete();
    expect(merge(unnamed, complete({ userId: 'u_2' })).userId).toBe('u_2');
    expect(merge(complete({ userId: 'u_1' }), complete({ userId: 'u_2' })).userId).toBe('u_1');
  });

  it('leave a redirect that counts nothing, and says no more than where it counted', () => {
    const stored = complete({
      requestId: 'msg_1',
      otherName: 'req_1',
      revision: 2,
      metadata: { team: 'a' },
      feature: 'f',
    });
    expect(redirected(stored, 'req_1')).toEqual({
      requestId: 'msg_1',
      otherName: 'req_1',
      occurredAtMs: stored.occurredAtMs,
      receivedAtMs: stored.receivedAtMs,
      accessKeyId: 'ak_1',
      userId: 'u_1',
      model: stored.model,
      tokens: NO_TOKENS,
      status: 'ok',
      revision: 3,
      mergedInto: 'req_1',
    });
  });
});
