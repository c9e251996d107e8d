import type {
  CompletenessResponse,
  QualityDifferenceResponse,
  QualityResponse,
} from '@token-ledger/contract';
import type { AuditDifference, Completeness, QualityReport } from '@token-ledger/core';
import { iso, jsonInteger } from '../http/json-values.ts';

/** A report as the API tells it. */
export function presentQuality(
  report: QualityReport,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): QualityResponse {
  const { measures, completeness, nextFromMs, differences } = report;
  const { cacheCreation5m, cacheCreation1h, cacheCreationUnattributed: unattributed } = measures;
  const cacheCreation = cacheCreation5m + cacheCreation1h + unattributed;
  return {
    asOf: iso(report.asOfMs),
    range: { from: iso(fromMs), to: iso(toMs) },
    status: differences === 0 ? 'ok' : 'differences',
    complete: nextFromMs === undefined,
    ...(nextFromMs !== undefined && { next: iso(nextFromMs) }),
    hours: report.hours,
    completeness: {
      hour: presentCompleteness(completeness.hour),
      day: presentCompleteness(completeness.day),
      month: presentCompleteness(completeness.month),
    },
    consistency: { differences, first: report.told.map(presentDifference) },
    sample: report.sampled,
    usage: {
      records: report.records,
      lateRecords: report.late,
      clockClampedRecords: report.clockClamped,
      requests: jsonInteger(measures.requests),
      cacheCreationTokens: jsonInteger(cacheCreation),
      unattributedTokens: jsonInteger(unattributed),
      unattributedShare: cacheCreation === 0n ? 0 : ratio(unattributed, cacheCreation),
      unpricedRequests: jsonInteger(measures.unpricedRequests),
      uncertainRequests: jsonInteger(measures.uncertainRequests),
    },
    quarantined: report.quarantined,
  };
}

function presentCompleteness({ expected, found }: Completeness): CompletenessResponse {
  return {
    expected: jsonInteger(expected),
    found: jsonInteger(found),
    ratio: expected === found ? 1 : expected === 0n ? 0 : ratio(found, expected),
  };
}

function presentDifference({
  bucket,
  expected,
  found,
  ...place
}: AuditDifference): QualityDifferenceResponse {
  return { ...place, from: iso(bucket.startMs), expected: String(expected), found: String(found) };
}

/** Rounded down, so that what is not complete never looks so. */
function ratio(part: bigint, whole: bigint): number {
  return Number((part * 1_000_000n) / whole) / 1_000_000;
}
