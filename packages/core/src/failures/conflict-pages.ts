import type { Conflict, ConflictStore } from '../ledger/ledger-store.ts';
import { DAY_MS } from '../time/bucket.ts';
import type { Clock } from '../time/clock.ts';
import { quarantineDay as utcDay } from './quarantine-pages.ts';

/** So many days after its report was received a conflict expires. */
export const CONFLICT_DAYS = 90;

/** Conflicts read at a time, and in all for one page or one count: one client gone astray makes any number of them. */
const READ_AT_A_TIME = 500;
const MAX_READ = 5_000;

/** A place between conflicts, which are listed by the UTC day of their receipt, the latest first, then by their ids. */
export interface ConflictPlace {
  /** `20261121`, of UTC. */
  readonly day: string;
  readonly id: string;
}

export interface ConflictsQuery {
  /** When the reports were received: [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Only those of records of one access key. */
  readonly accessKeyId?: string;
  /** Only what is listed behind it. */
  readonly after?: ConflictPlace;
  /** At most so many, at least 1. */
  readonly limit: number;
}

interface ConflictDeps {
  readonly store: Pick<ConflictStore, 'listConflicts'>;
  readonly clock: Clock;
}

/** Conflicts that have not expired. A page may be short, or empty, and still have a `next` place. */
export async function pageOfConflicts(
  deps: ConflictDeps,
  { accessKeyId, limit, ...query }: ConflictsQuery,
): Promise<{ readonly conflicts: readonly Conflict[]; readonly next?: ConflictPlace }> {
  const conflicts: Conflict[] = [];
  let last: Conflict | undefined;
  let read = 0;
  for await (const conflict of conflictsOf(deps, query)) {
    if (last && (conflicts.length === limit || read === MAX_READ)) return { conflicts, next: placeOf(last) };
    read += 1;
    last = conflict;
    if (accessKeyId === undefined || conflict.accessKeyId === accessKeyId) conflicts.push(conflict);
  }
  return { conflicts };
}

/** How many conflicts there are in [fromMs, toMs); not `complete` when there are more. */
export async function countConflicts(
  deps: ConflictDeps,
  range: Pick<ConflictsQuery, 'fromMs' | 'toMs'>,
): Promise<{ readonly reports: number; readonly complete: boolean }> {
  let reports = 0;
  for await (const _ of conflictsOf(deps, range)) {
    if (reports === MAX_READ) return { reports, complete: false };
    reports += 1;
  }
  return { reports, complete: true };
}

/** Every conflict of a range in the order in which they are listed, read page by page as they are asked for. */
async function* conflictsOf(
  { store, clock }: ConflictDeps,
  { fromMs, toMs, after }: Pick<ConflictsQuery, 'fromMs' | 'toMs' | 'after'>,
): AsyncGenerator<Conflict> {
  const keptSinceMs = clock() - CONFLICT_DAYS * DAY_MS;
  const firstMs = Math.max(fromMs, keptSinceMs + 1);
  // Nothing is received a day ahead of this clock, however far in the future the range ends.
  const endMs = Math.min(toMs, clock() + DAY_MS);
  for (let dayMs = startOfDay(endMs - 1); dayMs >= startOfDay(firstMs); dayMs -= DAY_MS) {
    const day = utcDay(dayMs);
    if (after && day > after.day) continue;
    let afterId = after?.day === day ? after.id : undefined;
    do {
      const page = await store.listConflicts(day, {
        limit: READ_AT_A_TIME,
        ...(afterId !== undefined && { afterId }),
      });
      yield* page.filter(({ receivedAtMs }) => receivedAtMs >= firstMs && receivedAtMs < endMs);
      afterId = page.length === READ_AT_A_TIME ? page.at(-1)?.id : undefined;
    } while (afterId !== undefined);
  }
}

function placeOf({ id, receivedAtMs }: Conflict): ConflictPlace {
  return { day: utcDay(receivedAtMs), id };
}

function startOfDay(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}
