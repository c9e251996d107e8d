import type {
  ClaimOutcome,
  Heartbeat,
  LedgerStore,
  Mark,
  QuarantinedRecord,
  StatisticsItem,
  StatisticsKey,
  StatisticsPage,
  StoredStatisticsItem,
} from '../ports/ledger-store.ts';
import { type Period, sliceStart } from '../time/bucket.ts';
import type { UsageRecord } from '../usage/record.ts';
import { compareIds } from '../util/compare-ids.ts';
import { frozenCopy } from './frozen-copy.ts';
import { runAtOnce, type Step } from './step.ts';

export interface InMemoryLedgerStoreOptions {
  /** Runs every atomic operation; at once if absent. */
  readonly step?: Step;
  /** How many items a page of statistics has when no limit is asked for, 100 if absent. */
  readonly pageSize?: number;
}

/** The ledger's ports with the semantics of the real store, for tests: deterministic, and nothing ever expires. */
export class InMemoryLedgerStore implements LedgerStore {
  readonly #step: Step;
  readonly #pageSize: number;
  readonly #records = new Map<string, UsageRecord>();
  readonly #segments = new Map<number, Map<number, readonly UsageRecord[]>>();
  readonly #marks = new Map<string, Mark>();
  readonly #statistics = new Map<string, Map<string, StoredStatisticsItem>>();
  readonly #quarantined = new Map<string, QuarantinedRecord>();
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
    if (canonical) return { kind: 'duplicate', canonical };
    this.#records.set(record.requestId, frozenCopy(record));
    return { kind: 'claimed' };
  }

  getRecord(requestId: string): Promise<UsageRecord | undefined> {
    return this.#step('getRecord', () => this.#records.get(requestId));
  }

  async putSegment(sliceStartMs: number, records: readonly UsageRecord[]): Promise<void> {
    const stray = records.find(({ occurredAtMs }) => sliceStart(occurredAtMs) !== sliceStartMs);
    if (stray)
      throw new RangeError(`A record of ${stray.occurredAtMs} is not of the slice of ${sliceStartMs}.`);
    if (records.length === 0) return;
    await this.#step('putSegment', () => {
      const slice = this.#segments.get(sliceStartMs) ?? new Map<number, readonly UsageRecord[]>();
      this.#segments.set(sliceStartMs, slice.set(this.#newSegmentKey(), frozenCopy(records)));
    });
  }

  /** Unlike the order of writing, as with keys that several writers draw: what is written later may well come first. */
  #newSegmentKey(): number {
    this.#segmentCount += 1;
    return Math.imul(this.#segmentCount, 0x9e3779b1);
  }

  /** A page per segment, each read when it is asked for: what is stored meanwhile may or may not be among them. */
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

  putMark(mark: Mark): Promise<void> {
    return this.#step('putMark', () => {
      const { firstMarkedAtMs, repair = mark.repair } = this.#marks.get(markKey(mark)) ?? mark;
      this.#marks.set(markKey(mark), frozenCopy({ ...mark, firstMarkedAtMs, ...(repair && { repair }) }));
    });
  }

  listMarks(period: Period): Promise<readonly Mark[]> {
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
      // A full page promises a next one, which may turn out to be empty.
      return last && items.length === limit ? { items, nextAfterId: last.id } : { items };
    });
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

  #itemsOf({ period, bucketId, dimension }: Omit<StatisticsKey, 'id'>): Map<string, StoredStatisticsItem> {
    const bucket = `${period} ${bucketId} ${dimension}`;
    const items = this.#statistics.get(bucket) ?? new Map<string, StoredStatisticsItem>();
    this.#statistics.set(bucket, items);
    return items;
  }

  quarantine(record: QuarantinedRecord): Promise<void> {
    return this.#step('quarantine', () => {
      const key = `${utcDayOf(record)} ${record.id}`;
      if (!this.#quarantined.has(key)) this.#quarantined.set(key, frozenCopy(record));
    });
  }

  listQuarantined(utcDay: string): Promise<readonly QuarantinedRecord[]> {
    return this.#step('listQuarantined', () =>
      [...this.#quarantined.values()]
        .filter((record) => utcDayOf(record) === utcDay)
        .toSorted((a, b) => compareIds(a.id, b.id)),
    );
  }

  putHeartbeat(heartbeat: Heartbeat): Promise<void> {
    return this.#step('putHeartbeat', () => {
      this.#heartbeat = frozenCopy(heartbeat);
    });
  }

  getHeartbeat(): Promise<Heartbeat | undefined> {
    return this.#step('getHeartbeat', () => this.#heartbeat);
  }
}

function markKey({ period, bucketId }: Mark): string {
  return `${period} ${bucketId}`;
}

function utcDayOf({ receivedAtMs }: QuarantinedRecord): string {
  return new Date(receivedAtMs).toISOString().slice(0, 10).replaceAll('-', '');
}
