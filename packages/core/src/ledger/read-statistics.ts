import type { Clock } from '../ports/clock.ts';
import type { Bucket } from '../time/bucket.ts';
import { readPending } from './read-plan.ts';
import { frozenBefore, isFrozen, type Retention } from './retention.ts';
import type { StatisticsAnswer, StatisticsQuery } from './statistics-query.ts';
import { type ReaderDeps, StatisticsReader } from './statistics-reader.ts';

/*
 * Answers are current: what is not rolled up yet is folded from segments while reading, so every record acknowledged
 * before the read began is in the answer exactly once, however late the roll-up is.
 */

export interface ReadDeps extends ReaderDeps {
  readonly clock: Clock;
  readonly retention: Retention;
}

/** @throws FrozenPartialHourError when the range begins or ends within an hour that is frozen. */
export async function readStatistics(deps: ReadDeps, query: StatisticsQuery): Promise<StatisticsAnswer> {
  const asOfMs = deps.clock();
  const frozenBeforeMs = frozenBefore(asOfMs, deps.retention);
  const frozen = ({ startMs }: Bucket) => isFrozen(startMs, asOfMs, deps.retention);
  const pending = await readPending(deps.store, deps.calendar, frozen);
  const reader = new StatisticsReader(deps, query, pending, frozen);
  const rows = query.id === undefined ? await reader.listing() : await reader.series(query.id);
  const last = rows.length > query.limit ? rows[query.limit - 1] : undefined;
  return {
    rows: rows.slice(0, query.limit),
    ...(last ? { next: { bucketId: last.bucket.id, id: last.id } } : {}),
    asOfMs,
    pendingHours: pending.hours.filter(({ startMs, endMs }) => startMs < query.toMs && endMs > query.fromMs),
    inexactHours: reader.inexactHours,
    frozenBeforeMs,
  };
}
