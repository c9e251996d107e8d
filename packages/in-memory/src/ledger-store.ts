import {
  type BucketPeriod,
  type ClaimOutcome,
  compareIds,
  type Heartbeat,
  type LedgerStore,
  type Mark,
  type QuarantinedRecord,
  quarantineDay,
  type Rebuild,
  type StatisticsItem,
  type StatisticsKey,
  type StatisticsPage,
  type StatisticsTotals,
  type StoredStatisticsItem,
  sliceStart,
  type TotalsPage,
  totalMeasures,
  type UsageRecord,
} from '@token-ledger/core';
import { frozenCopy } from './frozen-copy.ts';
import { type Maps, within } from './nested-maps.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryLedgerStoreOptions {
  /** Wraps every atomic operation; by default it runs at once. */
  readonly step?: Step;
  /** Items on a page of statistics if the caller passes no limit; 100 by default. */
  readonly pageSize?: number;
}

/** Replaces an erased record. */
const TOMBSTONE = Symbol('erased');

/** The ledger's ports with the semantics of the real store, for tests: deterministic, and items never expire. */
export class InMemoryLedgerStore implements LedgerStore {
  readonly #step: Step;
  readonly #pageSize: number;
  readonly #records = new Map<string, UsageRecord | typeof TOMBSTONE>();
  readonly #segments = new Map<number, Map<number, readonly UsageRecord[]>>();
  readonly #marks = new Map<string, Mark>();
  /** By period, bucket, dimension and id. */
  readonly #statistics: Maps<Maps<Maps<Map<string, StoredStatisticsItem>>>> = new Map();
  readonly #quarantined = new Map<string, QuarantinedRecord>();
  readonly #rebuilds = new Map<string, Rebuild>();
  #currentRebuildId: string | undefined;
  #heartbeat: Heartbeat | undefined;
  #segmentCount = 0;
  #writeCount = 0;

  constructor({ step = runAtOnce, pageSize = 100 }: InMemoryLedgerStoreOptions = {}) {
    this.#step = step;
    this.#pageSize = pageSize;
  }

  async claim(records: readonly UsageRecord[]): Promise<readonly ClaimOutcome[]> {
    const outcomes: ClaimOutcome[] = [];
    for (const record of records) {
      try {
        outcomes.push(await this.#step('claim', () => this.#insert(record)));
      } catch (error) {
        outcomes.push({ kind: 'failed', error });
      }
    }
    return outcomes;
  }

  #insert(record: UsageRecord): ClaimOutcome {
    const canonical = this.#records.get(record.requestId);
    if (canonical === TOMBSTONE) return { kind: 'erased' };
    if (canonical) return { kind: 'duplicate', canonical };
    this.#records.set(record.requestId, frozenCopy(record));
    return { kind: 'claimed' };
  }

  getRecord(requestId: string): Promise<UsageRecord | undefined> {
    return this.#step('getRecord', () => {
      const record = this.#records.get(requestId);
      return record === TOMBSTONE ? undefined : record;
    });
  }

  /** Pages are as small as those of statistics; each is read when the caller requests it. */
  async *scanRecords(): AsyncGenerator<readonly UsageRecord[]> {
    const ids = await this.#step('scanRecords', () => [...this.#records.keys()]);
    for (let start = 0; start < ids.length; start += this.#pageSize) {
      yield await this.#step('scanRecords', () =>
        ids
          .slice(start, start + this.#pageSize)
          .map((id) => this.#records.get(id))
          .filter((record) => record !== undefined && record !== TOMBSTONE),
      );
    }
  }

  eraseRecord(requestId: string, userId: string): Promise<boolean> {
    return this.#step('eraseRecord', () => {
      const record = this.#records.get(requestId);
      if (!record || record === TOMBSTONE || record.userId !== userId) return false;
      this.#records.set(requestId, TOMBSTONE);
      return true;
    });
  }

  /** Removes the claim of a record, as only a fault can: for tests of the fault detection. */
  loseRecord(requestId: string): void {
    this.#records.delete(requestId);
  }

  async putSegment(sliceStartMs: number, records: readonly UsageRecord[]): Promise<void> {
    const stray = records.find(({ occurredAtMs }) => sliceStart(occurredAtMs) !== sliceStartMs);
    if (stray)
      throw new RangeError(
        `A record at ${stray.occurredAtMs} is outside the slice that starts at ${sliceStartMs}.`,
      );
    if (records.length === 0) return;
    await this.#step('putSegment', () => {
      const slice = this.#segments.get(sliceStartMs) ?? new Map<number, readonly UsageRecord[]>();
      this.#segments.set(sliceStartMs, slice.set(this.#newSegmentKey(), frozenCopy(records)));
    });
  }

  /** Not in the order of writing, like the keys that several writers draw: a later segment may sort first. */
  #newSegmentKey(): number {
    this.#segmentCount += 1;
    return Math.imul(this.#segmentCount, 0x9e3779b1);
  }

  /**
   * One page per segment, each read when the caller requests it: segments stored meanwhile may or may not be included.
   */
  async *readSegments(sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    let after = Number.NEGATIVE_INFINITY;
    while (true) {
      const page = await this.#step('readSegments', () => {
        const slice = this.#segments.get(sliceStartMs) ?? new Map<number, readonly UsageRecord[]>();
        const key = Math.min(...[...slice.keys()].filter((candidate) => candidate > after));
        const records = slice.get(key);
        return records && { key, records };
      });
      if (!page) return;
      after = page.key;
      yield page.records;
    }
  }

  async removeFromSegments(
    sliceStartMs: number,
    unwanted: (record: UsageRecord) => boolean,
  ): Promise<readonly UsageRecord[]> {
    const found: UsageRecord[] = [];
    for (const key of this.#segments.get(sliceStartMs)?.keys() ?? []) {
      await this.#step('removeFromSegments', () => {
        const slice = this.#segments.get(sliceStartMs);
        const records = slice?.get(key) ?? [];
        const kept = records.filter((record) => !unwanted(record));
        found.push(...records.filter(unwanted));
        if (kept.length === 0) slice?.delete(key);
        else slice?.set(key, Object.freeze(kept));
      });
    }
    return found;
  }

  putMark(mark: Mark): Promise<void> {
    return this.#step('putMark', () => {
      const { firstMarkedAtMs, repair = mark.repair } = this.#marks.get(markKey(mark)) ?? mark;
      this.#marks.set(markKey(mark), frozenCopy({ ...mark, firstMarkedAtMs, ...(repair && { repair }) }));
    });
  }

  listMarks(period: BucketPeriod): Promise<readonly Mark[]> {
    return this.#step('listMarks', () =>
      [...this.#marks.values()]
        .filter((mark) => mark.period === period)
        .toSorted((a, b) => compareIds(a.bucketId, b.bucketId)),
    );
  }

  deleteMark(mark: Mark): Promise<boolean> {
    return this.#step(
      'deleteMark',
      () => this.#marks.get(markKey(mark))?.token === mark.token && this.#marks.delete(markKey(mark)),
    );
  }

  getStatistics(keys: readonly StatisticsKey[]): Promise<readonly StoredStatisticsItem[]> {
    return this.#step('getStatistics', () =>
      keys.map((key) => this.#itemsOf(key).get(key.id)).filter((item) => item !== undefined),
    );
  }

  listStatistics(
    bucket: Pick<StatisticsKey, 'period' | 'bucketId' | 'dimension'>,
    { afterId, limit = this.#pageSize }: { afterId?: string; limit?: number } = {},
  ): Promise<StatisticsPage> {
    return this.#step('listStatistics', () => {
      const items = [...this.#itemsOf(bucket).values()]
        .filter(({ id }) => afterId === undefined || compareIds(id, afterId) > 0)
        .toSorted((a, b) => compareIds(a.id, b.id))
        .slice(0, limit);
      const last = items.at(-1);
      // A full page promises a next one, which may be empty.
      return last && items.length === limit ? { items, nextAfterId: last.id } : { items };
    });
  }

  async getTotals(keys: readonly StatisticsKey[]): Promise<readonly (StatisticsKey & StatisticsTotals)[]> {
    const items = await this.getStatistics(keys);
    return items.map(({ period, bucketId, dimension, id, statistics }) => {
      return { period, bucketId, dimension, id, totals: totalMeasures(statistics) };
    });
  }

  async listTotals(
    bucket: Pick<StatisticsKey, 'period' | 'bucketId' | 'dimension'>,
    options: { afterId?: string } = {},
  ): Promise<TotalsPage> {
    const { items, ...next } = await this.listStatistics(bucket, options);
    return { items: items.map(({ id, statistics }) => ({ id, totals: totalMeasures(statistics) })), ...next };
  }

  putStatistics(item: StatisticsItem, replaces: string | undefined): Promise<boolean> {
    return this.#step('putStatistics', () => {
      const items = this.#itemsOf(item);
      if (items.get(item.id)?.version !== replaces) return false;
      this.#writeCount += 1;
      items.set(item.id, frozenCopy({ ...item, version: `write ${this.#writeCount}` }));
      return true;
    });
  }

  /** Removes statistics, as only a fault can: for tests of the fault detection. */
  loseStatistics(key: StatisticsKey): void {
    this.#itemsOf(key).delete(key.id);
  }

  #itemsOf({ period, bucketId, dimension }: Omit<StatisticsKey, 'id'>): Map<string, StoredStatisticsItem> {
    // One text key of all three would have to be built and hashed for every item that is read.
    return within(within(within(this.#statistics, period), bucketId), dimension);
  }

  quarantine(record: QuarantinedRecord): Promise<void> {
    return this.#step('quarantine', () => {
      const key = quarantineKey(record);
      if (!this.#quarantined.has(key)) this.#quarantined.set(key, frozenCopy(record));
    });
  }

  listQuarantined(
    utcDay: string,
    { afterId, limit = Number.POSITIVE_INFINITY }: { afterId?: string; limit?: number } = {},
  ): Promise<readonly QuarantinedRecord[]> {
    return this.#step('listQuarantined', () =>
      [...this.#quarantined.values()]
        .filter((record) => quarantineDay(record.receivedAtMs) === utcDay)
        .filter(({ id }) => afterId === undefined || compareIds(id, afterId) > 0)
        .toSorted((a, b) => compareIds(a.id, b.id))
        .slice(0, limit),
    );
  }

  getQuarantined(utcDay: string, id: string): Promise<QuarantinedRecord | undefined> {
    return this.#step('getQuarantined', () => this.#quarantined.get(`${utcDay} ${id}`));
  }

  deleteQuarantined(record: Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>): Promise<void> {
    return this.#step('deleteQuarantined', () => {
      this.#quarantined.delete(quarantineKey(record));
    });
  }

  putHeartbeat(heartbeat: Heartbeat): Promise<void> {
    return this.#step('putHeartbeat', () => {
      this.#heartbeat = frozenCopy(heartbeat);
    });
  }

  getHeartbeat(): Promise<Heartbeat | undefined> {
    return this.#step('getHeartbeat', () => this.#heartbeat);
  }

  startRebuild(rebuild: Rebuild, replaces: string | undefined): Promise<boolean> {
    return this.#step('startRebuild', () => {
      if (this.#currentRebuildId !== replaces) return false;
      this.#currentRebuildId = rebuild.id;
      this.#rebuilds.set(rebuild.id, frozenCopy(rebuild));
      return true;
    });
  }

  updateRebuild(rebuild: Rebuild): Promise<void> {
    return this.#step('updateRebuild', () => {
      this.#rebuilds.set(rebuild.id, frozenCopy(rebuild));
    });
  }

  getRebuild(id: string): Promise<Rebuild | undefined> {
    return this.#step('getRebuild', () => this.#rebuilds.get(id));
  }

  getCurrentRebuild(): Promise<Rebuild | undefined> {
    return this.#step('getCurrentRebuild', () => this.#rebuilds.get(this.#currentRebuildId ?? ''));
  }
}

function markKey({ period, bucketId }: Mark): string {
  return `${period} ${bucketId}`;
}

function quarantineKey(record: Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>): string {
  return `${quarantineDay(record.receivedAtMs)} ${record.id}`;
}
