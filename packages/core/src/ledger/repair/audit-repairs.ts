import { type Bucket, sliceStart } from '../../time/bucket.ts';
import type { Calendar } from '../../time/calendar.ts';
import { keyText } from '../../usage/identity.ts';
import type { UsageRecord } from '../../usage/record.ts';
import type { MarkStore, RecordStore, SegmentStore } from '../ledger-store.ts';
import { type MarkHoursDeps, markBuckets } from '../mark-hours.ts';
import { isOlder, type RecordDifference } from './audit-records.ts';

export interface RepairDeps extends MarkHoursDeps {
  readonly store: RecordStore & SegmentStore & MarkStore;
  readonly calendar: Calendar;
}

/** What an audit sets right: records at once, and the statistics by marks, which come last, after all that they are to find. */
export class Repairs {
  readonly #deps: RepairDeps;
  readonly #marks = new Map<string, { readonly bucket: Bucket; readonly repair: boolean }>();
  /** Records whose claim or copies were put right. */
  records = 0;

  constructor(deps: RepairDeps) {
    this.#deps = deps;
  }

  /** Has it computed again, independent of what it counts now. */
  addBucket(bucket: Bucket): void {
    this.#marks.set(keyOf(bucket), { bucket, repair: true });
  }

  async repairRecord({ sliceStartMs, claimed, copied }: RecordDifference): Promise<void> {
    this.records += 1;
    if (!copied) {
      if (claimed) await this.#putCopy(claimed);
      return;
    }
    if (claimed && isOlder(copied, claimed)) {
      await this.#putCopy(claimed);
      return;
    }
    const canonical = claimed ?? (await this.#claim(copied));
    if (canonical === copied) return;
    // Not its content, or erased while its segment was being written.
    const key = keyText(copied);
    await this.#deps.store.removeFromSegments(sliceStartMs, (record) => keyText(record) === key);
    if (canonical) await this.#putCopy(canonical);
    this.addBucket(this.#deps.calendar.finestAt(sliceStartMs));
  }

  /** Writes the marks and returns how many. */
  async mark(): Promise<number> {
    const marks = [...this.#marks.values()];
    for (const repair of [true, false]) {
      const buckets = marks.filter((mark) => mark.repair === repair).map(({ bucket }) => bucket);
      await markBuckets(this.#deps, buckets, repair);
    }
    return marks.length;
  }

  async #putCopy(record: UsageRecord): Promise<void> {
    await this.#deps.store.putSegment(sliceStart(record.occurredAtMs), [record]);
    const bucket = this.#deps.calendar.finestAt(record.occurredAtMs);
    // A copy more never makes statistics count less.
    if (!this.#marks.has(keyOf(bucket))) this.#marks.set(keyOf(bucket), { bucket, repair: false });
  }

  /** Claims what only a segment has; returns what the id stands for then, nothing if it was erased. */
  async #claim(copied: UsageRecord): Promise<UsageRecord | undefined> {
    const [outcome] = await this.#deps.store.claim([copied]);
    switch (outcome?.kind) {
      case 'claimed':
        return copied;
      case 'taken':
        return outcome.place.kind === 'record' ? outcome.place.record : undefined;
      default:
        throw new Error('A lost raw record could not be claimed again.', { cause: outcome?.error });
    }
  }
}

function keyOf({ period, id }: Bucket): string {
  return `${period} ${id}`;
}
