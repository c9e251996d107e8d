import {
  amountsOf,
  type BucketPeriod,
  type CallHolder,
  type CellFilter,
  type ClaimOutcome,
  type Conflict,
  type ConflictKey,
  columnsOf,
  compareIds,
  filterCells,
  type Heartbeat,
  type LedgerStore,
  type Mark,
  type MarkFailure,
  NO_CELLS,
  type Place,
  progressOf,
  type QuarantinedRecord,
  type Rebuild,
  type RecordAlias,
  type RecordKey,
  type ReplaceOutcome,
  type StatisticsExcerpt,
  type StatisticsItem,
  type StatisticsKey,
  type StatisticsPage,
  type StatisticsTotals,
  type StoredStatisticsItem,
  sliceStart,
  sourceOf,
  stableJson,
  type TotalsPage,
  totalMeasures,
  type UsageRecord,
  withoutAbsent,
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

/** The ledger's ports with the semantics of the real store, for tests: deterministic, and nothing ever expires. */
export class InMemoryLedgerStore implements LedgerStore {
  readonly #step: Step;
  readonly #pageSize: number;
  /** By name and access key. */
  readonly #places: Maps<Map<string, Place>> = new Map();
  readonly #segments = new Map<number, Map<string, readonly UsageRecord[]>>();
  readonly #marks = new Map<string, Mark>();
  /** By period, bucket, dimension and id. */
  readonly #statistics: Maps<Maps<Maps<Map<string, StoredStatisticsItem>>>> = new Map();
  readonly #conflicts = new Map<string, Conflict>();
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

  async claim(entries: readonly (UsageRecord | RecordAlias)[]): Promise<readonly ClaimOutcome[]> {
    const outcomes: ClaimOutcome[] = [];
    for (const entry of entries) {
      try {
        outcomes.push(await this.#step('claim', () => this.#insert(entry)));
      } catch (error) {
        outcomes.push({ kind: 'failed', error });
      }
    }
    return outcomes;
  }

  #insert(entry: UsageRecord | RecordAlias): ClaimOutcome {
    const place = this.#placeOf(entry);
    if (place) return { kind: 'taken', place };
    this.#put(
      entry,
      'target' in entry ? { kind: 'alias', target: entry.target } : { kind: 'record', record: entry },
    );
    return { kind: 'claimed' };
  }

  replaceRecord(next: UsageRecord, replacesRevision: number): Promise<ReplaceOutcome> {
    return this.#step('replaceRecord', () => {
      const place = this.#placeOf(next);
      if (place?.kind !== 'record') return { kind: 'changed', place };
      const { revision = 1 } = place.record;
      if (revision !== replacesRevision && stableJson(place.record) !== stableJson(next))
        return { kind: 'changed', place };
      this.#put(next, { kind: 'record', record: next });
      return { kind: 'replaced' };
    });
  }

  getRecord(key: RecordKey): Promise<UsageRecord | undefined> {
    return this.#step('getRecord', () => recordAt(this.#placeOf(key)));
  }

  findRecords(name: string): Promise<readonly UsageRecord[]> {
    return this.#step('findRecords', () =>
      [...within(this.#places, name).keys()]
        .map((accessKeyId) => recordAt(this.#follow({ accessKeyId, requestId: name })))
        .filter((record) => record !== undefined),
    );
  }

  findAcrossKeys(name: string): Promise<readonly CallHolder[]> {
    return this.#step('findAcrossKeys', () =>
      [...within(this.#places, name).keys()].flatMap((accessKeyId) => {
        const place = this.#follow({ accessKeyId, requestId: name });
        const record = recordAt(place);
        return place ? [{ accessKeyId, ...(record && { source: sourceOf(record) }) }] : [];
      }),
    );
  }

  /** Where the name leads: to a record, or to its tombstone. */
  #follow({ accessKeyId, requestId }: RecordKey): Place | undefined {
    const place = this.#placeOf({ accessKeyId, requestId });
    const next = place?.kind === 'alias' ? place.target : recordAt(place)?.mergedInto;
    return next === undefined ? place : this.#follow({ accessKeyId, requestId: next });
  }

  /** Pages as small as those of statistics, each read when it is asked for. */
  async *scanRecords(): AsyncGenerator<readonly UsageRecord[]> {
    const keys = await this.#step('scanRecords', () =>
      [...this.#places].flatMap(([requestId, places]) =>
        [...places.keys()].map((accessKeyId) => ({ accessKeyId, requestId })),
      ),
    );
    for (let start = 0; start < keys.length; start += this.#pageSize) {
      yield await this.#step('scanRecords', () =>
        keys
          .slice(start, start + this.#pageSize)
          .map((key) => recordAt(this.#placeOf(key)))
          .filter((record) => record !== undefined),
      );
    }
  }

  eraseRecord(key: RecordKey, userId: string): Promise<boolean> {
    return this.#step('eraseRecord', () => {
      if (recordAt(this.#placeOf(key))?.userId !== userId) return false;
      this.#put(key, { kind: 'erased' });
      return true;
    });
  }

  /** The claim of a record disappears, as nothing but a fault can make it: for tests of what finds such faults. */
  loseRecord({ accessKeyId, requestId }: RecordKey): void {
    within(this.#places, requestId).delete(accessKeyId);
  }

  #placeOf({ accessKeyId, requestId }: RecordKey): Place | undefined {
    return this.#places.get(requestId)?.get(accessKeyId);
  }

  #put({ accessKeyId, requestId }: RecordKey, place: Place): void {
    within(this.#places, requestId).set(accessKeyId, frozenCopy(place));
  }

  async putSegment(sliceStartMs: number, records: readonly UsageRecord[]): Promise<void> {
    const stray = records.find(({ occurredAtMs }) => sliceStart(occurredAtMs) !== sliceStartMs);
    if (stray)
      throw new RangeError(
        `A record at ${stray.occurredAtMs} is outside the slice that starts at ${sliceStartMs}.`,
      );
    if (records.length === 0) return;
    const parts = [records.filter(isRevised), records.filter((record) => !isRevised(record))];
    for (const part of parts) {
      if (part.length > 0) await this.#step('putSegment', () => this.#addSegment(sliceStartMs, part));
    }
  }

  #addSegment(sliceStartMs: number, records: readonly UsageRecord[]): void {
    this.#segmentCount += 1;
    // Unlike the order of writing, as with keys that several writers draw: what is written later may well come first.
    const drawn = String(Math.imul(this.#segmentCount, 0x9e3779b1) >>> 0).padStart(10, '0');
    const key = `${isRevised(records[0] as UsageRecord) ? '!' : ''}${drawn}`;
    const slice = this.#segments.get(sliceStartMs) ?? new Map<string, readonly UsageRecord[]>();
    this.#segments.set(sliceStartMs, slice.set(key, frozenCopy(records)));
  }

  /**
   * One page per segment, each read when the caller requests it: segments stored meanwhile may or may not be included.
   */
  async *readSegments(sliceStartMs: number): AsyncGenerator<readonly UsageRecord[]> {
    let after = '';
    while (true) {
      const page = await this.#step('readSegments', () => {
        const slice = this.#segments.get(sliceStartMs) ?? new Map<string, readonly UsageRecord[]>();
        const [key] = [...slice.keys()].filter((candidate) => candidate > after).toSorted();
        const records = key === undefined ? undefined : slice.get(key);
        return key !== undefined && records && { key, records };
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
    const keys = [...(this.#segments.get(sliceStartMs)?.keys() ?? [])];
    for (const key of keys.toSorted().toReversed()) {
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
      const stored = this.#marks.get(markKey(mark));
      const { period, bucketId, token, repair = stored?.repair, prompt = stored?.prompt } = mark;
      const { firstMarkedAtMs } = stored ?? mark;
      const kept = withoutAbsent({ repair, prompt, failure: stored?.failure });
      this.#marks.set(markKey(mark), frozenCopy({ period, bucketId, token, firstMarkedAtMs, ...kept }));
    });
  }

  noteFailure(mark: Mark, failure: MarkFailure): Promise<void> {
    return this.#step('noteFailure', () => {
      const stored = this.#marks.get(markKey(mark));
      if (stored?.token === mark.token) this.#marks.set(markKey(mark), frozenCopy({ ...stored, failure }));
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

  async getExcerpts(
    keys: readonly StatisticsKey[],
    cells?: CellFilter,
  ): Promise<readonly StatisticsExcerpt[]> {
    const items = await this.getStatistics(keys);
    return items.map(({ statistics, ...item }) => ({
      ...item,
      ...progressOf(statistics),
      cells: cells ? columnsOf(filterCells(statistics, cells).cells) : NO_CELLS,
    }));
  }

  async listTotals(
    bucket: Pick<StatisticsKey, 'period' | 'bucketId' | 'dimension'>,
    options: { afterId?: string } = {},
  ): Promise<TotalsPage> {
    const { items, ...next } = await this.listStatistics(bucket, options);
    return {
      items: items.map(({ id, statistics }) => ({ id, amounts: amountsOf(totalMeasures(statistics)) })),
      ...next,
    };
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
      const key = dayKey(record);
      if (!this.#quarantined.has(key)) this.#quarantined.set(key, frozenCopy(record));
    });
  }

  listQuarantined(utcDay: string, options: PageOptions = {}): Promise<readonly QuarantinedRecord[]> {
    return this.#step('listQuarantined', () => pageOfDay(this.#quarantined.values(), utcDay, options));
  }

  getQuarantined(utcDay: string, id: string): Promise<QuarantinedRecord | undefined> {
    return this.#step('getQuarantined', () => this.#quarantined.get(`${utcDay} ${id}`));
  }

  deleteQuarantined(record: Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>): Promise<void> {
    return this.#step('deleteQuarantined', () => {
      this.#quarantined.delete(dayKey(record));
    });
  }

  putConflict(conflict: Conflict): Promise<void> {
    return this.#step('putConflict', () => {
      const key = dayKey(conflict);
      if (!this.#conflicts.has(key)) this.#conflicts.set(key, frozenCopy(conflict));
    });
  }

  listConflicts(utcDay: string, options: PageOptions = {}): Promise<readonly Conflict[]> {
    return this.#step('listConflicts', () => pageOfDay(this.#conflicts.values(), utcDay, options));
  }

  deleteConflict(conflict: ConflictKey): Promise<void> {
    return this.#step('deleteConflict', () => {
      this.#conflicts.delete(dayKey(conflict));
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

function isRevised({ revision = 1 }: UsageRecord): boolean {
  return revision > 1;
}

function markKey({ period, bucketId }: Mark): string {
  return `${period} ${bucketId}`;
}

function recordAt(place: Place | undefined): UsageRecord | undefined {
  return place?.kind === 'record' ? place.record : undefined;
}

/** What is listed by the UTC day it was received on. */
type Received = Pick<QuarantinedRecord, 'id' | 'receivedAtMs'>;

interface PageOptions {
  readonly afterId?: string;
  readonly limit?: number;
}

function pageOfDay<T extends Received>(
  all: Iterable<T>,
  utcDay: string,
  { afterId, limit = Number.POSITIVE_INFINITY }: PageOptions,
): readonly T[] {
  return [...all]
    .filter((received) => utcDayOf(received) === utcDay)
    .filter(({ id }) => afterId === undefined || compareIds(id, afterId) > 0)
    .toSorted((a, b) => compareIds(a.id, b.id))
    .slice(0, limit);
}

function dayKey(received: Received): string {
  return `${utcDayOf(received)} ${received.id}`;
}

function utcDayOf({ receivedAtMs }: Received): string {
  return new Date(receivedAtMs).toISOString().slice(0, 10).replaceAll('-', '');
}
