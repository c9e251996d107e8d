import type {
  CompletenessResponse,
  QualityDifferenceResponse,
  QualityResponse,
} from '@token-ledger/contract';
import {
  type AuditDifference,
  type Completeness,
  iso,
  type QualityReport,
  type ShownIds,
} from '@token-ledger/core';
import { jsonInteger } from '../shared/http/json-values.ts';

/** A report as the API shows it. */
export async function presentQuality(
  report: QualityReport,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  ids: ShownIds,
): Promise<Omit<QualityResponse, 'unpriced' | 'conflicts' | 'coverage' | 'history'>> {
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
    consistency: { differences, first: await presentDifferences(report.listed, ids) },
    sample: report.sampled,
    usage: {
      records: report.records,
      lateRecords: report.late,
      completions: report.completions,
      clockClampedRecords: report.clockClamped,
      requests: jsonInteger(measures.requests),
      cacheCreationTokens: jsonInteger(cacheCreation),
      unattributedTokens: jsonInteger(unattributed),
      unattributedShare: cacheCreation === 0n ? 0 : ratio(unattributed, cacheCreation),
      unpricedRequests: jsonInteger(measures.unpricedRequests),
      uncertainRequests: jsonInteger(measures.uncertainRequests),
    },
    witnessed: report.witnessed,
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

async function presentDifferences(
  differences: readonly AuditDifference[],
  ids: ShownIds,
): Promise<QualityDifferenceResponse[]> {
  const show = {
    all: await ids.display('all', []),
    access_key: await ids.display('access_key', differences.flatMap(idsOf('access_key'))),
    user: await ids.display('user', differences.flatMap(idsOf('user'))),
  };
  return differences.map(({ bucket, expected, found, id, ...place }) => ({
    ...place,
    ...(id !== undefined && show[place.dimension ?? 'all'](id)),
    from: iso(bucket.startMs),
    expected: String(expected),
    found: String(found),
  }));
}

const idsOf =
  (kind: AuditDifference['dimension']) =>
  ({ dimension, id }: AuditDifference) =>
    dimension === kind && id !== undefined ? [id] : [];

/** Rounded down, so that what is not complete never looks so. */
function ratio(part: bigint, whole: bigint): number {
  return Number((part * 1_000_000n) / whole) / 1_000_000;
}
