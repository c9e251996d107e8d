import { describe, expect, it } from '@jest/globals';
import {
  Calendar,
  DAY_MS,
  HOUR_MS,
  hourStart,
  type LedgerStore,
  MAX_TOKENS_PER_COUNTER,
  NOBODY_DISABLED,
  PERIODS,
  recordUsage,
  rollUp,
  sliceStart,
  totalMeasures,
} from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import fc from 'fast-check';
import { createHandler } from '../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { expectFold } from '../support/expect-fold.ts';
import { LIMITS, ledgerOver, ROLL_UP_ALL as OPTIONS } from '../support/ledger-over.ts';
import { overriddenStore } from '../support/overridden-store.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const depsOf = (store: LedgerStore, nowMs: number, calendar?: Calendar) =>
  ledgerOver(store, () => nowMs, calendar);

describe('a batch of messages of which some calls fail', () => {
  const START = NOON - 2 * HOUR_MS;
  const call = fc.record({
    id: fc.integer({ min: 1, max: 5 }),
    minute: fc.constantFrom(0, 4, 5, 60, 65),
  });

  it('hands back exactly the messages that a failed claim, segment or mark concerns', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(call, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 2 }),
        fc.array(fc.constantFrom(0, 5, 60, 65), { maxLength: 2 }),
        fc.array(fc.constantFrom(0, 60), { maxLength: 1 }),
        async (messages, failingIds, failingSlices, failingHours) => {
          // The first occurrence of an id in the batch decides its time.
          const times = new Map<number, number>();
          for (const { id, minute } of messages.flat()) {
            if (!times.has(id)) times.set(id, START + minute * 60_000);
          }
          const within = (minutes: readonly number[], ms: number) => minutes.includes((ms - START) / 60_000);
          const fails = (id: number) => {
            const ms = times.get(id) as number;
            return (
              failingIds.includes(id) ||
              within(failingSlices, sliceStart(ms)) ||
              (within(failingHours, hourStart(ms)) && hourIsMarked(hourStart(ms)))
            );
          };
          // An hour of which nothing was stored is not marked; its records failed before.
          const hourIsMarked = (hour: number) =>
            [...times].some(
              ([id, ms]) =>
                hourStart(ms) === hour && !failingIds.includes(id) && !within(failingSlices, sliceStart(ms)),
            );
          const store = createInMemoryLedgerStore();
          const throttled = new Error('throttled');
          const overrides: Partial<LedgerStore> = {
            claim: async (records) => {
              const failing = records.map(({ requestId }) => failingIds.includes(Number(requestId)));
              const outcomes = await store.claim(records.filter((_, index) => !failing[index]));
              let next = 0;
              return failing.map((fail) =>
                fail ? { kind: 'failed', error: throttled } : (outcomes[next++] as { kind: 'claimed' }),
              );
            },
            putSegment: async (ms, records) => {
              if (within(failingSlices, ms)) throw throttled;
              return store.putSegment(ms, records);
            },
            putMark: async (mark) => {
              const { startMs } = new Calendar('UTC').bucket('hour', mark.bucketId);
              if (within(failingHours, startMs)) throw throttled;
              return store.putMark(mark);
            },
          };
          const handler = createHandler({
            ledger: depsOf(overriddenStore(store, overrides), NOON + 2 * HOUR_MS),
            witnesses: { addWitnessed: async () => undefined },
            limits: LIMITS,
            disabledIds: async () => NOBODY_DISABLED,
            telemetry: recordingTelemetry(),
            qualityMetrics: false,
            events: NO_EVENTS,
            hearSources: async () => {},
          });
          const bodies = messages.map((records) => ({
            v: 1,
            records: records.map(({ id, minute }) => ({
              requestId: String(id).padStart(3, '0'),
              occurredAt: new Date(START + minute * 60_000).toISOString(),
              accessKeyId: 'ak_1',
              model: 'claude-sonnet-5-5',
              usage: { input_tokens: 1, output_tokens: 1 },
            })),
          }));
          const { batchItemFailures } = await handler(sqsEvent(...bodies));
          expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(
            messages.flatMap((records, index) => (records.some(({ id }) => fails(id)) ? [`m${index}`] : [])),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('records at the edges of time', () => {
  /** Instants at which a bucket of some period begins in a special way. */
  const EDGES = {
    UTC: [Date.UTC(2028, 1, 29), Date.UTC(2028, 2, 1), Date.UTC(2027, 0, 1), NOON],
    // Clocks go forward and back; the year ends an hour before UTC's.
    'Europe/Berlin': [
      Date.UTC(2027, 2, 28, 1),
      Date.UTC(2027, 2, 27, 23),
      Date.UTC(2027, 9, 31, 1),
      Date.UTC(2027, 9, 30, 22),
      Date.UTC(2026, 11, 31, 23),
    ],
    // Clocks skip midnight here.
    'America/Santiago': [Date.UTC(2026, 8, 6, 4), Date.UTC(2027, 3, 4, 3)],
  };

  it.each(Object.entries(EDGES))('count in the buckets they are in, in %s', async (timeZone, edges) => {
    const calendar = new Calendar(timeZone);
    const offset = fc.constantFrom(-HOUR_MS, -HOUR_MS - 1, -1, 0, 1, HOUR_MS - 1, HOUR_MS);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...edges),
        fc.array(offset, { minLength: 1 }),
        async (edge, offsets) => {
          const store = createInMemoryLedgerStore({ pageSize: 2 });
          const records = offsets.map((offsetMs) => usageRecord({ occurredAtMs: edge + offsetMs }));
          const deps = depsOf(store, edge + 40 * DAY_MS, calendar);
          await recordUsage(deps, records);
          expect(await rollUp(deps, OPTIONS)).toMatchObject({ failures: [], shrinksRefused: 0 });
          await expectFold(store, calendar, records);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('a roll-up in a storm', () => {
  it('of failing comparisons and refused calls ends exactly once the storm is over', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.integer({ min: 0, max: 9 })), async (luck) => {
        let storm = true;
        const store = createInMemoryLedgerStore({
          pageSize: 1,
          step: async (operation, effect) => {
            const drawn = storm ? (luck.next().value ?? 9) : 9;
            if (operation === 'putStatistics' && drawn < 4) return false as never;
            if (drawn === 4 && operation !== 'listMarks') throw new Error('throttled');
            return effect();
          },
        });
        const records = Array.from({ length: 6 }, (_, index) =>
          usageRecord({ occurredAtMs: NOON + (index % 2) * HOUR_MS, accessKeyId: `ak_${index}` }),
        );
        const deps = depsOf(store, NOON + 40 * DAY_MS);
        storm = false;
        await recordUsage(deps, records);
        storm = true;
        for (let run = 0; run < 5; run += 1) await rollUp(deps, OPTIONS).catch(() => {});
        storm = false;
        await rollUp(deps, OPTIONS);
        for (const period of PERIODS) expect(await store.listMarks(period)).toEqual([]);
        await expectFold(store, new Calendar('UTC'), records);
      }),
      { numRuns: 50 },
    );
  });
});

describe('totals', () => {
  it('are exact beyond 2^53', async () => {
    const store = createInMemoryLedgerStore();
    const deps = depsOf(store, NOON + 40 * DAY_MS);
    const tokenCounts = { ...usageRecord().tokens, input: MAX_TOKENS_PER_COUNTER };
    // Odd, so that a float would lose the last digit.
    const count = 2 ** 53 / MAX_TOKENS_PER_COUNTER + 1;
    const records = Array.from({ length: count }, () =>
      usageRecord({ tokens: { ...tokenCounts, output: 1 } }),
    );
    await recordUsage(deps, [...records, usageRecord({ tokens: { ...tokenCounts, input: 1 } })]);
    await rollUp(deps, OPTIONS);
    const [item] = await store.getStatistics([
      { period: 'month', bucketId: '202611', dimension: 'all', id: '*' },
    ]);
    expect(item && totalMeasures(item.statistics).input).toBe(
      BigInt(count) * BigInt(MAX_TOKENS_PER_COUNTER) + 1n,
    );
  });
});
