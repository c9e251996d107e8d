import type { AuditedDayResponse, QualityResponse } from '@token-ledger/contract';
import {
  addCounts,
  type Calendar,
  type DayAudit,
  type DayAuditStore,
  gradeOf,
  iso,
  judgedCounts,
  NO_RECORDS,
  RECORD_SOURCES,
  type SourceCounts,
  scoreOf,
  sourceScore,
  type TimeSpan,
} from '@token-ledger/core';

/** The nightly audits of the days that a range touches. They name no access key and no user. */
export async function readHistory(
  {
    audits,
    calendar,
  }: { readonly audits: Pick<DayAuditStore, 'listDayAudits'>; readonly calendar: Calendar },
  { fromMs, toMs }: TimeSpan,
): Promise<QualityResponse['history']> {
  const dayAt = (ms: number) => calendar.bucketAt('day', ms).id;
  const found = await audits.listDayAudits(dayAt(fromMs), dayAt(toMs - 1));
  return { days: found.map((audit) => presentDay(audit, calendar)) };
}

function presentDay(audit: DayAudit, calendar: Calendar): AuditedDayResponse {
  const { day, fromMs, toMs, startedAtMs, finishedAtMs, parts, figures, outcomes, pastDays, sources } = audit;
  const score = finishedAtMs === undefined ? null : scoreOf(audit);
  const { pending, tooLarge, unchecked } = parts;
  const counts = judgedCounts(sources);
  return {
    date: dateOf(day),
    from: iso(fromMs),
    to: iso(toMs),
    startedAt: iso(startedAtMs),
    ...(finishedAtMs !== undefined && { finishedAt: iso(finishedAtMs) }),
    complete: finishedAtMs !== undefined && pending + tooLarge + unchecked === 0,
    ...judged(score),
    ...presentDefects([...counts.values()].reduce(addCounts, NO_RECORDS)),
    quarantinedRecords: audit.quarantined,
    figures,
    parts,
    pastDates: pastDays.map(dateOf),
    outcomes: outcomes.map(({ kind, id, ...found }) => ({
      kind,
      from: iso(calendar.bucket(kind === 'records' ? 'day' : kind, id).startMs),
      ...found,
    })),
    sources: RECORD_SOURCES.flatMap((source) => {
      const some = counts.get(source);
      return some ? [{ source, ...judged(sourceScore(some)), ...presentDefects(some) }] : [];
    }),
  };
}

function judged(score: number | null) {
  return { score, grade: score === null ? null : gradeOf(score) };
}

function presentDefects(counts: SourceCounts) {
  return {
    records: counts.records,
    unpricedRecords: counts.unpriced,
    partialRecords: counts.partial,
    totalsOnlyRecords: counts.totalsOnly,
    recordsWithoutUser: counts.withoutUser,
    recordsWithoutFeature: counts.withoutFeature,
    unattributedRecords: counts.unattributed,
    lateRecords: counts.late,
  };
}

/** `2026-11-21` of `20261121`. */
function dateOf(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
}
