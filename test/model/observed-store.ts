import {
  keyText,
  type LedgerStore,
  type Mark,
  type RecordAlias,
  type RecordKey,
  type StatisticsItem,
  type StatisticsKey,
  type UsageRecord,
} from '@token-ledger/core';
import { createInMemoryLedgerStore, type InMemoryLedgerStore } from '@token-ledger/in-memory';
import type { AtomicCall } from '../support/interleaving.ts';
import { overriddenStore } from '../support/overridden-store.ts';

/*
 * The store as many actors see it at once: every claim of a batch, every page, every key of a batch of reads is a step of
 * its own, and each effect is shown to a watcher in the same instant.
 *
 * What no record of a schedule can ever touch (slices, buckets) always reads as empty, so such a read commutes with every
 * other step: it takes no turn, which loses no interleaving.
 */

/** Is shown every effect that matters in the instant in which it takes place. */
export interface Watcher {
  /** A record or alias was inserted. */
  claimed(entry: UsageRecord | RecordAlias): void;
  /** A record was replaced by its next revision. */
  replaced?(next: UsageRecord): void;
  /** Copies were written. */
  copied?(records: readonly UsageRecord[]): void;
  marked(mark: Mark): void;
  unmarked(mark: Mark): void;
  wrote(item: StatisticsItem): void;
}

export interface Places {
  /** The slices a record of the schedule may occur in. */
  readonly slices: ReadonlySet<number>;
  /** Their buckets, as `period id`. */
  readonly buckets: ReadonlySet<string>;
}

export class ObservedStore {
  readonly #places: Places;
  readonly #watcher: Watcher;
  readonly #pageSize: number;
  readonly #hasLeaves: boolean;
  readonly #listsAtOnce: boolean;
  readonly #corrections = new Map<string, UsageRecord | 'erased'>();
  /** What the last effect on the store answered; effects are synchronous. */
  #answer: unknown;
  readonly inner: InMemoryLedgerStore;

  /**
   * @param listsAtOnce calls about lists take no turn and never fail: for schedules that compare lists at rest only, and are
   * about something else.
   */
  constructor(watcher: Watcher, places: Places, pageSize: number, { listsAtOnce = false } = {}) {
    this.#watcher = watcher;
    this.#places = places;
    this.#pageSize = pageSize;
    this.#listsAtOnce = listsAtOnce;
    this.#hasLeaves = [...places.buckets].some((bucket) => bucket.startsWith('leaf'));
    this.inner = createInMemoryLedgerStore({
      pageSize,
      step: async (_operation, effect) => (this.#answer = effect()) as ReturnType<typeof effect>,
    });
  }

  /** From now on every read of segments gives the record in this form, or does not give it. */
  correct(key: RecordKey, correction: UsageRecord | 'erased'): void {
    this.#corrections.set(keyText(key), correction);
  }

  /**
   * The store through the eyes of one actor.
   *
   * @param onCopy is shown the copies that the actor knows to be written.
   */
  seenBy(call: AtomicCall, onCopy?: (records: readonly UsageRecord[]) => void): LedgerStore {
    const { inner } = this;
    const listsCall: AtomicCall = this.#listsAtOnce ? async (effect) => effect() : call;
    return overriddenStore(inner, {
      claim: (entries) =>
        Promise.all(
          entries.map(async (entry) => {
            try {
              return (await call(() => this.#claim(entry)))[0] as never;
            } catch (error) {
              return { kind: 'failed', error };
            }
          }),
        ),
      replaceRecord: (next, replacesRevision) =>
        call(() => {
          const answer = inner.replaceRecord(next, replacesRevision);
          if (this.#answerKind() === 'replaced') this.#watcher.replaced?.(next);
          return answer;
        }),
      getRecord: (key) => call(() => inner.getRecord(key)),
      putConflict: (conflict) => call(() => inner.putConflict(conflict)),
      putSegment: async (sliceStartMs, records) => {
        const apart = Map.groupBy(records, ({ revision }) => revision !== undefined);
        for (const part of apart.values()) {
          await call(() => {
            this.#watcher.copied?.(part);
            return inner.putSegment(sliceStartMs, part);
          });
          onCopy?.(part);
        }
      },
      readSegments: (sliceStartMs) => this.#readSegments(call, sliceStartMs),
      putMark: (mark) =>
        call(() => {
          this.#watcher.marked(mark);
          return inner.putMark(mark);
        }),
      listMarks: (period) =>
        this.#hasLeaves || period !== 'leaf' ? call(() => inner.listMarks(period)) : Promise.resolve([]),
      deleteMark: (mark) =>
        call(() => {
          const answer = inner.deleteMark(mark);
          if (this.#answer === true) this.#watcher.unmarked(mark);
          return answer;
        }),
      getStatistics: async (keys) => {
        const reachable = keys.filter((key) => this.#isReachable(key));
        return (await Promise.all(reachable.map((key) => call(() => inner.getStatistics([key]))))).flat();
      },
      getExcerpts: async (keys, cells) => {
        const reachable = keys.filter((key) => this.#isReachable(key));
        // The lists of a bucket are read together: each is compared and swapped by itself, so nothing hangs on the order.
        const together = Map.groupBy(reachable, ({ bucketId, dimension }) => `${bucketId} ${dimension}`);
        const read = [...together.values()].map((some) => listsCall(() => inner.getExcerpts(some, cells)));
        return (await Promise.all(read)).flat();
      },
      listTotals: async (bucket, options) =>
        this.#isReachable(bucket) ? call(() => inner.listTotals(bucket, options)) : { items: [] },
      listStatistics: async (bucket, options) => {
        if (!this.#isReachable(bucket)) return { items: [] };
        const limit = Math.min(options?.limit ?? this.#pageSize, this.#pageSize);
        return call(() => inner.listStatistics(bucket, { ...options, limit }));
      },
      putStatistics: (item, replaces) =>
        (item.dimension === 'list' ? listsCall : call)(() => {
          const answer = inner.putStatistics(item, replaces);
          if (this.#answer === true) this.#watcher.wrote(item);
          return answer;
        }),
      quarantine: (record) => call(() => inner.quarantine(record)),
      listQuarantined: (utcDay) => call(() => inner.listQuarantined(utcDay)),
      putHeartbeat: (heartbeat) => inner.putHeartbeat(heartbeat),
      getHeartbeat: () => inner.getHeartbeat(),
    });
  }

  #claim(entry: UsageRecord | RecordAlias) {
    this.#answer = undefined;
    const answer = this.inner.claim([entry]);
    if (this.#answerKind() === 'claimed') this.#watcher.claimed(entry);
    return answer;
  }

  #answerKind(): string | undefined {
    return (this.#answer as { kind?: string } | undefined)?.kind;
  }

  async *#readSegments(call: AtomicCall, sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    if (!this.#places.slices.has(sliceStartMs)) return;
    const pages = this.inner.readSegments(sliceStartMs)[Symbol.asyncIterator]();
    while (true) {
      const page = await call(async () => {
        const next = pages.next();
        // The page is read by now; what its records were corrected to belongs to the same instant.
        const corrections = new Map(this.#corrections);
        const { value, done } = await next;
        return done
          ? undefined
          : { records: value.map((record) => corrections.get(keyText(record)) ?? record) };
      });
      if (!page) return;
      yield page.records.filter((record) => record !== 'erased');
    }
  }

  #isReachable({ period, bucketId }: Pick<StatisticsKey, 'period' | 'bucketId'>): boolean {
    return this.#places.buckets.has(`${period} ${bucketId}`);
  }
}
