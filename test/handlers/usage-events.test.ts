import { describe, expect, it } from '@jest/globals';
import { type EventDetail, toWireRecord } from '@token-ledger/contract';
import { NOBODY_DISABLED, totalTokens, type UsageRecord } from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  type InMemoryLedgerStore,
  InMemoryUsageQueue,
  InMemoryWitnessStore,
} from '@token-ledger/in-memory';
import fc from 'fast-check';
import { storeRecords } from '../../functions/accept-usage/store-records.ts';
import { createHandler } from '../../functions/record-usage/handler.ts';
import type { EventSender } from '../../functions/shared/event-sender.ts';
import { setUp } from '../support/accepted-usage.ts';
import { LIMITS, ledgerOver } from '../support/ledger-over.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { recordedUsage } from '../support/recorded-usage.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { sqsEvent } from '../support/sqs-event.ts';

/** A call of which anybody may report, under one of two keys and for one of two users or nobody. */
const callOf = (number: number): UsageRecord => {
  const { userId: _, ...record } = usageRecord({
    requestId: `call_${number}`,
    accessKeyId: `ak_${number % 2}`,
    tokens: { ...usageRecord().tokens, input: 100 + number },
  });
  return number % 3 === 0 ? record : { ...record, userId: `u_${number % 3}` };
};
const message = (...calls: readonly number[]) => ({
  v: 1,
  records: calls.map((call) => toWireRecord(callOf(call))),
});

type Collected = EventDetail<'usageCollected'>;

/** What a consumer counts that drops repeated entries: requests and tokens by access key and user. */
function counted(events: ReturnType<typeof recordedEvents>): Record<string, string> {
  const entries = events.of('usageCollected').flatMap((detail) => (detail as Collected).entries);
  const sums = new Map<string, { requests: number; tokens: number }>();
  for (const { usage } of new Map(entries.map((entry) => [entry.id, entry])).values()) {
    for (const row of usage) {
      const place = `${row.accessKeyId} ${row.userId ?? '-'}`;
      const sum = sums.get(place) ?? { requests: 0, tokens: 0 };
      const tokens = row.inputTokens + row.outputTokens + row.cacheCreationTokens + row.cacheReadTokens;
      sums.set(place, { requests: sum.requests + row.requests, tokens: sum.tokens + tokens });
    }
  }
  return shown(sums);
}

async function recordedIn(store: InMemoryLedgerStore): Promise<Record<string, string>> {
  const sums = new Map<string, { requests: number; tokens: number }>();
  for await (const page of store.scanRecords()) {
    for (const { accessKeyId, userId, tokens } of page) {
      const place = `${accessKeyId} ${userId ?? '-'}`;
      const sum = sums.get(place) ?? { requests: 0, tokens: 0 };
      sums.set(place, { requests: sum.requests + 1, tokens: sum.tokens + totalTokens(tokens) });
    }
  }
  return shown(sums);
}

const shown = (sums: ReadonlyMap<string, { requests: number; tokens: number }>) =>
  Object.fromEntries([...sums].map(([place, { requests, tokens }]) => [place, `${requests} with ${tokens}`]));

describe('usage collected', () => {
  it('is announced for a batch, by access key and user, before it is acknowledged', async () => {
    const events = recordedEvents();
    const { handler } = recordedUsage({ events: events.events });
    expect(await handler(sqsEvent(message(1, 2, 3), message(3, 5)))).toEqual({ batchItemFailures: [] });
    expect(events.queued.map(({ type }) => type)).toEqual(['usageCollected']);
    const [detail] = events.of('usageCollected') as Collected[];
    expect(detail?.totals).toEqual({ requests: 4, totalTokens: 4 * 650 + 411 });
    expect(detail?.entries.map(({ usage }) => usage.length).toSorted()).toEqual([1, 3]);
    expect(detail?.entries.flatMap(({ usage }) => usage)).toContainEqual({
      accessKeyId: 'ak_0',
      userId: 'u_2',
      requests: 1,
      inputTokens: 102,
      outputTokens: 500,
      cacheCreationTokens: 100,
      cacheReadTokens: 50,
    });
  });

  it('has the same id when the same batch comes again, in whichever order', async () => {
    const events = recordedEvents();
    const { handler } = recordedUsage({ events: events.events });
    const { Records } = sqsEvent(message(1), message(2));
    for (const batch of [Records, Records.toReversed()]) await handler({ Records: batch });
    expect(events.queued).toHaveLength(2);
    expect(events.queued[1]).toEqual(events.queued[0]);
  });

  it('says nothing of a message that repeats what others reported', async () => {
    const events = recordedEvents();
    const { handler } = recordedUsage({ events: events.events });
    await handler(sqsEvent(message(1)));
    await handler({ Records: sqsEvent(message(), message(1)).Records.slice(1) });
    expect(events.queued).toHaveLength(1);
  });

  it('is not announced, nor kept with records, unless it is on', async () => {
    const events = recordedEvents(['usageConflict']);
    const { handler, store } = recordedUsage({ events: events.events });
    await handler(sqsEvent(message(1)));
    expect(events.queued).toEqual([]);
    expect(await store.getRecord({ accessKeyId: 'ak_1', requestId: 'call_1' })).not.toHaveProperty(
      'collectedBy',
    );
  });

  it('hands messages back that it could not announce, and only these', async () => {
    const events = recordedEvents();
    const { handler, telemetry } = recordedUsage({ events: events.events });
    await handler(sqsEvent(message(1)));
    events.state.isDown = true;
    const other = { ...sqsEvent(message(1)).Records[0], messageId: 'other' } as never;
    const [, fresh] = sqsEvent(message(), message(2)).Records;
    const { batchItemFailures } = await handler({ Records: [other, fresh as never] });
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('counts what the ledger counts, wherever functions are killed and in whatever batches messages come again', async () => {
    const calls = fc.array(fc.nat(5), { minLength: 1, maxLength: 3 });
    const arrivals = fc.array(fc.record({ calls, directly: fc.boolean() }), { minLength: 1, maxLength: 5 });
    /**
     * Each attempt takes those of what is left whose bits are set, and its functions are killed after so many calls. Who repeats a
     * request finds the queue at work again where the bit of `queued` is set.
     */
    const attempt = fc.record({
      mask: fc.integer({ min: 1, max: 31 }),
      queued: fc.nat(31),
      calls: fc.nat(25),
    });
    const allAttempts = fc.array(attempt, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(arrivals, allAttempts, async (arriving, attempts) => {
        const events = recordedEvents();
        const store = createInMemoryLedgerStore();
        let pending = arriving.map(({ calls: numbers, directly }, index) => ({
          numbers,
          directly,
          id: `m${index}`,
        }));
        for (const { mask, queued, calls: limit } of [
          ...attempts,
          { mask: 31, queued: 0, calls: Infinity },
        ]) {
          const isSet = (bits: number, index: number) => (bits >> index) % 2 === 1;
          const chosen = pending.filter((_, index) => isSet(mask, index));
          const process = mortal(store, events.events, limit);
          const settled = await process.settle(chosen);
          pending = pending
            .filter(({ id }) => !settled.has(id))
            .map((each, index) => ({ ...each, directly: each.directly && !isSet(queued, index) }));
        }
        expect(pending).toEqual([]);
        expect(counted(events)).toEqual(await recordedIn(store));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a conflict', () => {
  const other = { v: 1, records: [{ ...toWireRecord(callOf(1)), model: 'claude-opus-5' }] };

  it('is announced with its id, each time that it is delivered, and without figures', async () => {
    const events = recordedEvents(['usageConflict']);
    const { handler } = recordedUsage({ events: events.events });
    await handler(sqsEvent(message(1)));
    for (let delivery = 0; delivery < 2; delivery += 1) await handler(sqsEvent(other));
    expect(events.queued).toHaveLength(2);
    expect(events.queued[1]).toEqual(events.queued[0]);
    expect(events.queued[0]?.detail).toEqual({
      version: 1,
      eventId: expect.stringMatching(/^conflict_[0-9a-f]{32}$/),
      conflictId: expect.any(String),
      reason: 'figures',
      accessKeyId: 'ak_1',
      requestId: 'call_1',
      receivedAt: new Date(NOON).toISOString(),
    });
  });

  it('fails the record that a request writes itself, until it is announced', async () => {
    const { post, events } = setUp({ asyncProcessing: false, sentEvents: ['usageConflict'] });
    const { accessKeyId: _, ...first } = toWireRecord(callOf(3));
    const second = { ...first, model: 'claude-opus-5' };
    await post(first);
    events.state.isDown = true;
    expect((await post(second)).body).toMatchObject({ failed: 1 });
    events.state.isDown = false;
    expect((await post(second)).body).toMatchObject({ failed: 0, conflicts: 1 });
    expect(events.of('usageConflict')).toHaveLength(1);
  });
});

interface Arrival {
  readonly id: string;
  readonly numbers: readonly number[];
  readonly directly: boolean;
}

/** The functions that write usage, in a process that is killed after so many calls of services: none takes effect after that. */
function mortal(store: InMemoryLedgerStore, sender: EventSender, limit: number) {
  let calls = 0;
  const alive = () => {
    calls += 1;
    if (calls > limit) throw new Error('The process is gone.');
  };
  const guarded = new Proxy(store, {
    get(target, name) {
      const method = target[name as keyof InMemoryLedgerStore] as (...parameters: unknown[]) => unknown;
      return async (...parameters: unknown[]) => {
        alive();
        return method.apply(target, parameters);
      };
    },
  });
  const events: EventSender = {
    ...sender,
    send: async (all) => {
      if (all.length === 0) return;
      alive();
      await sender.send(all);
      // Or it is killed after the call.
      alive();
    },
  };
  const common = {
    ledger: ledgerOver(guarded, () => NOON + 1000),
    events,
    hearSources: async () => {},
    telemetry: recordingTelemetry(),
    qualityMetrics: true,
  };
  const consume = createHandler({
    ...common,
    witnesses: new InMemoryWitnessStore(),
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
  });

  async function settle(arrivals: readonly Arrival[]): Promise<ReadonlySet<string>> {
    const settled = new Set<string>();
    const messages = arrivals.filter(({ directly }) => !directly);
    const Records = messages.map(({ id, numbers }) => ({
      ...sqsEvent(message(...numbers)).Records[0],
      messageId: id,
    }));
    // A call that goes nowhere may also fail the whole invocation.
    const { batchItemFailures } = await consume({ Records: Records as never }).catch((error: unknown) => {
      if (calls <= limit) throw error;
      return { batchItemFailures: [] };
    });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    if (calls <= limit) for (const { id } of messages) if (!failed.has(id)) settled.add(id);
    for (const { id, numbers } of arrivals.filter(({ directly }) => directly)) {
      const records = numbers.map((number) => ({ kind: 'admitted', record: callOf(number) }));
      const queue = new InMemoryUsageQueue();
      const outcomes = await storeRecords(
        { ...common, queue, asyncProcessing: false },
        records as never,
        'live',
        NOON,
      );
      if (calls <= limit && !outcomes.includes('failed')) settled.add(id);
    }
    return settled;
  }
  return { settle };
}
