import { RECORD_SOURCES, type RecordSource, reportsThePast } from '../usage/source.ts';
import type { DayAudit } from './day-audit.ts';
import { gradeOf, qualityScore, sourceScore } from './quality-score.ts';
import { addCounts, NO_RECORDS, type SourceCounts } from './source-counts.ts';

/*
 * When a subject crosses a grade, that is announced once: the change is stored together with the new grade before it is announced, and
 * removed after. A run that dies in between announces the same change again, with the same id.
 */

/** A change of what a subject is: of `deployment`, `source:gateway` or `silence:gateway`. */
export interface StatusChange {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly changedAtMs: number;
}

/** The last known status of each subject of a kind. */
export interface QualityStatuses {
  readonly revision: number;
  /** What they were judged by last, in an order of texts: an older judgement changes nothing. */
  readonly asOf: string;
  readonly statuses: Readonly<Record<string, string>>;
  /** Changes whose announcement is not confirmed. */
  readonly waiting: readonly StatusChange[];
}

/** Those by the nightly score, and those by whether sources are heard. */
export type StatusKind = 'grades' | 'silence';

export interface QualityStatusStore {
  getStatuses(kind: StatusKind): Promise<QualityStatuses | undefined>;
  /** Stores what has the next revision of the stored one, the first is 1. Returns whether it was. */
  putStatuses(kind: StatusKind, statuses: QualityStatuses): Promise<boolean>;
}

export interface AnnounceStatusesDeps {
  readonly statuses: QualityStatusStore;
  readonly clock: () => number;
  /** Must reject if not all changes are on their way. */
  readonly announce: (changes: readonly StatusChange[]) => Promise<void>;
}

const NOTHING: QualityStatuses = { revision: 0, asOf: '', statuses: {}, waiting: [] };

/**
 * Stores what the subjects are now, and announces what changed. The first status of a subject is no change, and a subject that
 * is not judged keeps its last one. Returns false if another run stored something meanwhile: that run announces.
 */
export async function announceStatuses(
  { statuses: store, clock, announce }: AnnounceStatusesDeps,
  kind: StatusKind,
  asOf: string,
  now: Readonly<Record<string, string>>,
): Promise<boolean> {
  const stored = (await store.getStatuses(kind)) ?? NOTHING;
  let current = stored;
  if (asOf > stored.asOf) {
    const changedAtMs = clock();
    const changes = Object.entries(now).flatMap(([subject, to]): readonly StatusChange[] => {
      const from = stored.statuses[subject];
      return from === undefined || from === to ? [] : [{ subject, from, to, changedAtMs }];
    });
    const next = { asOf, statuses: { ...stored.statuses, ...now }, waiting: [...stored.waiting, ...changes] };
    current = { ...next, revision: stored.revision + 1 };
    if (!(await store.putStatuses(kind, current))) return false;
  }
  if (current.waiting.length === 0) return true;
  await announce(current.waiting);
  return store.putStatuses(kind, { ...current, waiting: [], revision: current.revision + 1 });
}

/** What counts against each source. Of one that reports past calls, late records are no defect. */
export function judgedCounts(sources: DayAudit['sources']): ReadonlyMap<RecordSource, SourceCounts> {
  return new Map(
    RECORD_SOURCES.flatMap((source) => {
      const counts = sources[source];
      if (!counts) return [];
      return [[source, reportsThePast(source) ? { ...counts, late: 0 } : counts] as const];
    }),
  );
}

/** The score of all that a day's audit looked at; null if there was nothing. */
export function scoreOf({ sources, quarantined, figures }: DayAudit): number | null {
  const counts = [...judgedCounts(sources).values()].reduce(addCounts, NO_RECORDS);
  return qualityScore({ counts, quarantined, figures });
}

/** The grade of each subject that a finished audit could judge. */
export function gradesOf(audit: DayAudit): Readonly<Record<string, string>> {
  const scores: readonly (readonly [string, number | null])[] = [
    ['deployment', scoreOf(audit)],
    ...[...judgedCounts(audit.sources)].map(
      ([source, counts]) => [`source:${source}`, sourceScore(counts)] as const,
    ),
  ];
  return Object.fromEntries(
    scores.flatMap(([subject, score]) => (score === null ? [] : [[subject, gradeOf(score)]])),
  );
}
