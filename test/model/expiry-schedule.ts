import {
  admit,
  adoptSettings,
  Calendar,
  DAY_MS,
  DIMENSIONS,
  HOUR_MS,
  hourBucket,
  isFrozen,
  LEAF_MINUTES,
  LONGEST_QUEUE_DAYS,
  largestLateLimitDays,
  PERIODS,
  type ReportedUsage,
  recordUsage,
  rollUp,
  StatisticsFold,
  sameStatistics,
  type TimedSettings,
  type UsageRecord,
} from '@token-ledger/core';
import { InMemorySettingsStore } from '@token-ledger/in-memory';
import { Random } from '../../scripts/random.ts';
import { ExpiringLedgerStore } from '../support/expiring-store.ts';
import { wrongList } from '../support/lists-at-rest.ts';
import { readShippedPrices, shippedPricer } from '../support/prices.ts';
import { Violation } from './violation.ts';

/*
 * What expiry may not do. Months pass; producers send usage that is late, too late, and again; messages wait for weeks and
 * are delivered again; claims and segments expire and are deleted in any order, up to three days late; hours are marked for
 * a rebuild at random; the retention and the division of hours change now and then. What was counted stays
 * counted once, what is admitted and not left waiting for longer than messages can wait is counted, and statistics of
 * what has expired never change again.
 */

const RETENTIONS = [40, 60, 90] as const;
const START = Date.UTC(2026, 9, 20, 10);
const ROUNDS = 40;
/** Three hours of each third day: few, so that records of different ages meet in one. */
const HOURS = Array.from(
  { length: 60 },
  (_, index) => START + Math.floor(index / 3) * 3 * DAY_MS + (index % 3) * HOUR_MS,
);

interface Message {
  readonly usage: ReportedUsage;
  readonly receivedAtMs: number;
}

/** Runs the schedule of a seed. Rejects with a `Violation`. Returns the number of rounds. */
export async function runExpirySchedule(seed: number): Promise<number> {
  const random = new Random(seed);
  const settingsStore = new InMemorySettingsStore();
  let nowMs = START;
  let configured: TimedSettings = { retentionDays: 40, leafMinutes: 60 };
  let settings = await adoptSettings(settingsStore, configured, nowMs);
  let calendar = new Calendar('UTC', settings);
  const expiring = new ExpiringLedgerStore(() => settings);
  const { store } = expiring;
  let tokens = 0;
  const newToken = () => `token_${(tokens += 1)}`;
  const deps = () => ({
    store,
    clock: () => nowMs,
    newToken,
    calendar,
    retention: settings,
    readPrices: readShippedPrices,
  });
  const counted = new Map<string, UsageRecord>();
  const sent: Message[] = [];

  const deliver = async ({ usage, receivedAtMs }: Message) => {
    const admission = admit(usage, receivedAtMs, {
      lateLimitDays: largestLateLimitDays(configured.retentionDays),
      maxTokensPerRecord: Number.MAX_SAFE_INTEGER,
    });
    if (admission.kind !== 'admitted') return;
    const [outcome] = await recordUsage(deps(), [admission.record]);
    const name = `${usage.requestId} of ${new Date(admission.record.occurredAtMs).toISOString()}`;
    // Only what is older than a retention that was lengthened since, whose late limit goes further.
    const lengthened = settings.earlier?.some(
      ({ retentionDays }) => retentionDays < configured.retentionDays,
    );
    if (outcome?.kind === 'frozen' && !lengthened)
      throw new Violation(`${name} was admitted and then found frozen`);
    if (outcome?.kind === 'recorded') {
      if (counted.has(usage.requestId)) throw new Violation(`${name} is counted a second time`);
      counted.set(usage.requestId, admission.record);
    }
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    nowMs += random.below(4 * 24) * HOUR_MS;
    if (random.chance(0.15)) {
      configured = { retentionDays: random.pick(RETENTIONS), leafMinutes: random.pick(LEAF_MINUTES) };
    }
    settings = await adoptSettings(settingsStore, configured, nowMs);
    calendar = new Calendar('UTC', settings);
    expiring.expire(nowMs, random);
    for (let left = random.below(4); left > 0; left -= 1) {
      sent.push({ usage: someUsage(random, nowMs, sent), receivedAtMs: nowMs });
    }
    const waiting = sent.filter(({ receivedAtMs }) => nowMs - receivedAtMs <= LONGEST_QUEUE_DAYS * DAY_MS);
    for (const message of waiting) if (random.chance(0.3)) await deliver(message);
    for (const occurredAtMs of HOURS) {
      // A rebuild of hours, also frozen ones, whose marks must do no harm.
      if (!random.chance(0.05)) continue;
      const hour = hourBucket(occurredAtMs);
      for (const { period, id } of [...calendar.children(hour), hour])
        await store.putMark({ period, bucketId: id, token: newToken(), firstMarkedAtMs: nowMs });
    }
    await rollUp(deps(), { maxBuckets: 1000, deadlineMs: Number.POSITIVE_INFINITY, coalesceLate: false });
    await expectExactness();
  }
  return ROUNDS;

  /** Every item that exists is the plain sum of what was counted by the time its bucket closed or changed last. */
  async function expectExactness(): Promise<void> {
    for (const period of PERIODS) {
      const marked = new Set((await store.listMarks(period)).map(({ bucketId }) => bucketId));
      const expected = Map.groupBy(
        counted.values(),
        ({ occurredAtMs }) => calendar.bucketAt(period, occurredAtMs).id,
      );
      for (const [bucketId, records] of expected) {
        const { startMs, endMs } = calendar.bucket(period, bucketId);
        const frozen = isFrozen(startMs, nowMs, settings);
        // Not closed yet, or marked on this level or, for want of time, above it: not rolled up by now.
        if (nowMs < endMs + 2 * 60_000 || (marked.has(bucketId) && !frozen)) continue;
        const fold = new StatisticsFold(shippedPricer);
        for (const record of records) fold.add(record);
        const folded = fold.result();
        for (const dimension of DIMENSIONS) {
          const { items } = await store.listStatistics({ period, bucketId, dimension });
          const right = items.every(({ id, statistics }) => {
            const sums = folded[dimension].get(id);
            return sums && sameStatistics(sums, statistics);
          });
          if (!right || items.length !== folded[dimension].size) {
            throw new Violation(`In round ${round(nowMs)} ${period} ${bucketId} is wrong by ${dimension}`);
          }
        }
        const wrong = await wrongList(store, calendar.bucket(period, bucketId), folded);
        if (wrong)
          throw new Violation(`In round ${round(nowMs)} ${period} ${bucketId} is wrong in the list ${wrong}`);
      }
    }
  }
}

function round(nowMs: number): string {
  return new Date(nowMs).toISOString();
}

/** A call that may have occurred long ago, or one sent before, sent again by its producer. */
function someUsage(random: Random, nowMs: number, sent: readonly Message[]): ReportedUsage {
  if (sent.length > 0 && random.chance(0.4)) return random.pick(sent).usage;
  const past = HOURS.filter((ms) => ms <= nowMs);
  // Mostly recent.
  const hour = random.chance(0.8) ? past.slice(-9) : past;
  return {
    requestId: `req_${sent.length}`,
    occurredAtMs: random.pick(hour) + random.below(HOUR_MS),
    accessKeyId: random.pick(['ak_1', 'ak_2']),
    model: 'model-a',
    tokens: {
      input: 1 + random.below(1000),
      output: 0,
      cacheCreation5m: 0,
      cacheCreation1h: 0,
      cacheCreationUnattributed: 0,
      cacheRead: 0,
    },
    status: 'ok',
  };
}
