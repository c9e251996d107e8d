import { type LedgerStore, type StatisticsKey, type UsageRecord } from '@token-ledger/core';
import { InMemoryLedgerStore } from '@token-ledger/in-memory';
import type { AtomicCall } from '../support/interleaving.ts';
import { overriddenStore } from '../support/overridden-store.ts';
import { TrueLedger } from './true-ledger.ts';

/*
 * The store as many actors see it at once: every claim of a batch, every page, every key of a batch of reads is a step of
 * its own, and each effect is told to the true ledger in the same instant.
 *
 * What no record of a schedule can ever touch (slices, buckets) always reads as empty, so such a read commutes with every
 * other step: it takes no turn, which loses no interleaving.
 */

export interface Places {
  /** The slices a record of the schedule may occur in. */
  readonly slices: ReadonlySet<number>;
  /** Their buckets, as `period id`. */
  readonly buckets: ReadonlySet<string>;
}

export class ObservedStore {
  readonly #places: Places;
  readonly #truth: TrueLedger;
  readonly #pageSize: number;
  readonly #hasLeaves: boolean;
  readonly #corrections = new Map<string, UsageRecord | 'erased'>();
  /** What the last effect on the store answered; effects are synchronous. */
  #answer: unknown;
  readonly inner: InMemoryLedgerStore;

  constructor(truth: TrueLedger, places: Places, pageSize: number) {
    this.#truth = truth;
    this.#places = places;
    this.#pageSize = pageSize;
    this.#hasLeaves = [...places.buckets].some((bucket) => bucket.startsWith('leaf'));
    this.inner = new InMemoryLedgerStore({
      pageSize,
      step: async (_operation, effect) => (this.#answer = effect()) as ReturnType<typeof effect>,
    });
  }

  /** From now on every read of segments gives the record in this form, or does not give it. */
  correct(requestId: string, correction: UsageRecord | 'erased'): void {
    this.#corrections.set(requestId, correction);
  }

  /** The store through the eyes of one actor. */
  seenBy(call: AtomicCall): LedgerStore {
    const { inner } = this;
    return overriddenStore(inner, {
      claim: (records) =>
        Promise.all(
          records.map(async (record) => {
            try {
              return (await call(() => this.#claim(record)))[0] as never;
            } catch (error) {
              return { kind: 'failed', error };
            }
          }),
        ),
      getRecord: (requestId) => call(() => inner.getRecord(requestId)),
      putSegment: (sliceStartMs, records) => call(() => inner.putSegment(sliceStartMs, records)),
      readSegments: (sliceStartMs) => this.#readSegments(call, sliceStartMs),
      putMark: (mark) =>
        call(() => {
          this.#truth.marked(mark);
          return inner.putMark(mark);
        }),
      listMarks: (period) =>
        this.#hasLeaves || period !== 'leaf' ? call(() => inner.listMarks(period)) : Promise.resolve([]),
      deleteMark: (mark) =>
        call(() => {
          const answer = inner.deleteMark(mark);
          if (this.#answer === true) this.#truth.unmarked(mark);
          return answer;
        }),
      getStatistics: async (keys) => {
        const reachable = keys.filter((key) => this.#isReachable(key));
        return (await Promise.all(reachable.map((key) => call(() => inner.getStatistics([key]))))).flat();
      },
      listStatistics: async (bucket, options) => {
        if (!this.#isReachable(bucket)) return { items: [] };
        const limit = Math.min(options?.limit ?? this.#pageSize, this.#pageSize);
        return call(() => inner.listStatistics(bucket, { ...options, limit }));
      },
      putStatistics: (item, replaces) =>
        call(() => {
          const answer = inner.putStatistics(item, replaces);
          if (this.#answer === true) this.#truth.wrote(item);
          return answer;
        }),
      quarantine: (record) => call(() => inner.quarantine(record)),
      listQuarantined: (utcDay) => call(() => inner.listQuarantined(utcDay)),
      putHeartbeat: (heartbeat) => inner.putHeartbeat(heartbeat),
      getHeartbeat: () => inner.getHeartbeat(),
    });
  }

  #claim(record: UsageRecord) {
    this.#answer = undefined;
    const answer = this.inner.claim([record]);
    if ((this.#answer as { kind?: string } | undefined)?.kind === 'claimed') this.#truth.claimed(record);
    return answer;
  }

  async *#readSegments(call: AtomicCall, sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    if (!this.#places.slices.has(sliceStartMs)) return;
    const pages = this.inner.readSegments(sliceStartMs);
    while (true) {
      const page = await call(async () => {
        const next = pages.next();
        // The page is read by now; what its records were corrected to belongs to the same instant.
        const corrections = new Map(this.#corrections);
        const { value, done } = await next;
        return done
          ? undefined
          : { records: value.map((record) => corrections.get(record.requestId) ?? record) };
      });
      if (!page) return;
      yield page.records.filter((record) => record !== 'erased');
    }
  }

  #isReachable({ period, bucketId }: Pick<StatisticsKey, 'period' | 'bucketId'>): boolean {
    return this.#places.buckets.has(`${period} ${bucketId}`);
  }
}
