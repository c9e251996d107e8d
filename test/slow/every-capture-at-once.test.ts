import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { HOUR_MS, iso, type UsageRecord } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { captureEverywhere, deliverShuffled, recordsIn } from '../support/captured-everywhere.ts';
import { type EveryIntake, everyIntake } from '../support/every-intake.ts';
import { type MessagesApi, startMessagesApi, USAGE } from '../support/messages-api.ts';
import { type MadeCall, MODELS, planCalls, USERS } from '../support/observed-calls.ts';
import { NOON } from '../support/records.ts';
import { temporaryFolder } from '../unit/importers/support/files.ts';

/*
 * The same calls by all that can report them: the gateway, the middleware of the program that calls it, Claude Code's
 * telemetry, the spans that Anthropic pushes, and transcripts that are imported.
 */

const CALLS = 200;
const HOUR = { from: iso(NOON), to: iso(NOON + HOUR_MS) };
/** Dollars for a million tokens: input, cache writes for five minutes and an hour, cache reads, output. */
const PRICES = {
  'claude-opus-5-5': [4, 5, 8, 0.2, 20],
  'claude-sonnet-5-5': [2, 2.5, 4, 0.1, 10],
  'claude-haiku-5-5': [0.1, 0.125, 0.2, 0.01, 0.5],
} as const;

const folder = temporaryFolder();

describe.each([
  { name: 'before a middleware that stays silent', hiddenShare: 0, mixed: false, seed: 1 },
  { name: 'before a middleware that reports half of them, too', hiddenShare: 0.5, mixed: false, seed: 2 },
  { name: 'with transcripts that arrive among all others', hiddenShare: 0.5, mixed: true, seed: 3 },
])('200 calls that everything reports, $name', ({ hiddenShare, mixed, seed }) => {
  let api: MessagesApi;
  let intake: EveryIntake;
  let captured: Awaited<ReturnType<typeof captureEverywhere>>;
  let records: ReadonlyMap<string, UsageRecord>;
  /** In the order of delivery. */
  const batches: (readonly string[])[] = [];
  let spansSeen: number;

  beforeAll(async () => {
    jest.spyOn(Date, 'now').mockReturnValue(NOON);
    api = await startMessagesApi({ deltas: 6 });
    intake = everyIntake();
    const random = new Random(seed);
    const plan = planCalls(random, CALLS, hiddenShare);
    captured = await captureEverywhere(plan, { api, intake, random, folder });
    const { queue, spans } = intake;
    const deliver = async (bodies: readonly string[]) => deliverShuffled(random, intake, bodies);
    const all = () => [...queue.sent('live'), ...queue.sent('bulk')];

    if (mixed) await captured.importTranscripts();
    batches.push(...(await deliver(all())));
    spansSeen = recordsIn((await deliver(spans)).flat()).length;
    if (!mixed) await captured.importTranscripts();
    batches.push(...(await deliver(all())));
    records = await storedRecords(intake);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await api.close();
  });

  const outputOf = ({ requestId }: MadeCall) => records.get(requestId)?.tokens.output ?? 0;

  it('reach the ledger from the gateway, and from a middleware that does not see the gateway', () => {
    const { calls, byGateway, byMiddleware } = captured;
    const idsOf = (list: readonly { readonly requestId: string }[]) =>
      list.map(({ requestId }) => requestId).toSorted();
    expect(idsOf(byGateway)).toEqual(idsOf(calls));
    expect(idsOf(byMiddleware)).toEqual(idsOf(calls.filter(({ hidden }) => hidden)));
    // Others reported, too, and some calls broke off.
    const sources = new Set(recordsIn(batches.flat()).map(({ source }) => source));
    expect([sources.has('claude_code'), sources.has('transcript')]).toEqual([true, true]);
    expect(byGateway.filter(({ status }) => status === 'partial').length).toBeGreaterThan(CALLS / 20);
  });

  it('are 200 records with what the gateway saw', () => {
    const { calls, byGateway, accessKeyId } = captured;
    const reports = new Map(byGateway.map((report) => [report.requestId, report]));
    expect(records.size).toBe(CALLS);
    for (const { requestId, messageId, model, userId, feature } of calls) {
      const record = records.get(requestId);
      const { status, usage } = reports.get(requestId) ?? {};
      expect(record).toMatchObject({
        accessKeyId,
        otherName: messageId,
        model,
        userId,
        // Of two complete reports the first counts, and a transcript knows no feature.
        ...(!mixed && { feature }),
        status,
        tokens: {
          input: USAGE.input_tokens,
          cacheCreation5m: USAGE.cache_creation.ephemeral_5m_input_tokens,
          cacheCreation1h: USAGE.cache_creation.ephemeral_1h_input_tokens,
          cacheCreationUnattributed: 0,
          cacheRead: USAGE.cache_read_input_tokens,
          output: usage?.output_tokens,
        },
      });
      expect(record).not.toHaveProperty('detail');
    }
  });

  it('have what was billed wherever the gateway saw the end, by the first complete report', () => {
    const { calls, byGateway } = captured;
    const ended = new Set(
      byGateway.flatMap(({ status, requestId }) => (status === 'partial' ? [] : [requestId])),
    );
    const first = firstComplete(batches);
    for (const call of calls.filter(({ requestId }) => ended.has(requestId))) {
      const { source } = records.get(call.requestId) ?? {};
      expect(outputOf(call)).toBe(call.outputTokens);
      expect(first.get(call.requestId)).toContain(source);
      if (hiddenShare === 0) expect(source).toBe('gateway');
    }
  });

  it('are counted and priced exactly, and their quality report shows who captured them', async () => {
    const expected = expectedSums(captured.calls, outputOf);
    expect(await shownSums(intake)).toEqual(expected);
    intake.ledger.nowMs = NOON + 2 * HOUR_MS;
    await intake.ledger.rollUp();
    expect(await shownSums(intake)).toEqual(expected);

    const { coverage, ...quality } = await intake.quality(HOUR);
    expect(quality).toMatchObject({
      status: 'ok',
      completeness: { hour: { expected: CALLS, found: CALLS } },
      conflicts: { reports: 0 },
      unpriced: { models: [] },
      // Each delivery counts; every call was held by the key of those who made it.
      witnessed: { seen: spansSeen, held: spansSeen, recorded: 0, withoutIdentity: 0 },
    });
    expect(spansSeen).toBeGreaterThanOrEqual(CALLS);
    const shown = coverage.sources.map(({ source, records: count, partialRecords, totalsOnlyRecords }) => [
      source,
      [count, partialRecords, totalsOnlyRecords],
    ]);
    // Also who was only heard.
    const heard = [
      'anthropic_span',
      'claude_code',
      'gateway',
      'transcript',
      ...(hiddenShare > 0 ? ['client'] : []),
    ];
    const counted = Map.groupBy(records.values(), ({ source = 'direct' }) => source);
    const covered = heard.map((source) => {
      const own = counted.get(source as NonNullable<UsageRecord['source']>) ?? [];
      return [source, [own.length, own.filter(({ status }) => status === 'partial').length, 0]];
    });
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(covered));
  });
});

async function storedRecords({ ledger }: EveryIntake): Promise<ReadonlyMap<string, UsageRecord>> {
  const all: UsageRecord[] = [];
  for await (const page of ledger.store.scanRecords()) all.push(...page);
  const byName = new Map(all.map((record) => [record.requestId, record]));
  expect(byName.size).toBe(all.length);
  return byName;
}

/** Who reported each call completely before all others; who shares a batch is as early as the rest of it. */
function firstComplete(batches: readonly (readonly string[])[]): ReadonlyMap<string, readonly string[]> {
  const first = new Map<string, readonly string[]>();
  for (const batch of batches) {
    const complete = recordsIn(batch).filter(({ status, detail }) => status !== 'partial' && !detail);
    for (const [id, reports] of Map.groupBy(complete, ({ requestId }) => requestId)) {
      const sources = reports.map(({ source = 'direct' }) => source);
      if (!first.has(id)) first.set(id, sources);
    }
  }
  return first;
}

/** Requests, tokens and nano-dollars of each model and user, by what their calls used. */
function expectedSums(calls: readonly MadeCall[], outputOf: (call: MadeCall) => number) {
  const { ephemeral_5m_input_tokens: write5m, ephemeral_1h_input_tokens: write1h } = USAGE.cache_creation;
  const ofOne = [USAGE.input_tokens, write5m, write1h, USAGE.cache_read_input_tokens];
  const cells = MODELS.flatMap((model) => USERS.map((userId) => ({ model, userId })));
  return cells.map(({ model, userId }) => {
    const own = calls.filter((call) => call.model === model && call.userId === userId);
    const output = own.reduce((sum, call) => sum + outputOf(call), 0);
    const tokens = [...ofOne.map((count) => count * own.length), output];
    const nanoUsd = tokens.reduce((sum, count, kind) => sum + count * (PRICES[model][kind] ?? 0) * 1000, 0);
    return { model, userId, requests: own.length, tokens, nanoUsd: Math.round(nanoUsd) };
  });
}

/** The same by the answers of the API. */
async function shownSums(intake: EveryIntake) {
  const shown = MODELS.map(async (model) => {
    const query = { ...HOUR, period: 'hour', dimension: 'user', models: model };
    const { rows } = await intake.statistics(query);
    return rows.map(({ id: userId, requests, cost, tokens: of }) => {
      const tokens = [of.input, of.cacheCreation5m, of.cacheCreation1h, of.cacheRead, of.output];
      return { model, userId, requests, tokens, nanoUsd: Math.round(Number(cost.usd) * 1e9) };
    });
  });
  return (await Promise.all(shown)).flat();
}
