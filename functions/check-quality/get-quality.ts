import { MAX_QUALITY_RANGE_DAYS, type QualityResponse, qualityQuery } from '@token-ledger/contract';
import {
  type ConflictStore,
  countConflicts,
  DAY_MS,
  type DayAuditStore,
  type QualityDeps,
  readQuality,
} from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { readParameters, readRange } from '../shared/http/read-parameters.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';
import type { ReadSources } from '../shared/silent-sources.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { presentCoverage } from './present-coverage.ts';
import { readHistory } from './present-history.ts';
import { presentQuality } from './present-quality.ts';
import { readUnpricedModels } from './read-unpriced-models.ts';

const SAMPLED_PER_HOUR = 5;
/** Half a megabyte at most: about 60 read units. */
const SAMPLED_OF_TABLE = 500;
/** About two seconds of computing, and less memory than there is. */
const MAX_RECORDS = 200_000;
/** An HTTP API waits at most 30 seconds; the hour that was begun is finished, and what belongs to the answer is read after it. */
const MAX_MS = 8_000;

interface GetQualityDeps extends ShownIdsDeps, LogDeps {
  readonly sources: ReadSources;
  readonly audits: Pick<DayAuditStore, 'listDayAudits'>;
  readonly ledger: QualityDeps & { readonly store: Pick<ConflictStore, 'listConflicts'> };
}

/** `GET /v1/quality`. */
export async function getQuality(
  { ledger, audits, sources, shownIdsOf, telemetry }: GetQualityDeps,
  { event, principal }: HttpRequest,
): Promise<HttpAnswer> {
  const { historyDays, ...parameters } = readParameters(qualityQuery, event);
  const range = readRange(parameters, ledger, MAX_QUALITY_RANGE_DAYS);
  const report = await readQuality(ledger, {
    ...range,
    sampledPerHour: SAMPLED_PER_HOUR,
    sampledOfTable: SAMPLED_OF_TABLE,
    maxRecords: MAX_RECORDS,
    maxMs: MAX_MS,
  });
  const { differences, listed } = report;
  if (differences > 0) {
    const [first] = listed;
    telemetry.logger.error('The ledger does not agree with itself.', {
      differences,
      where: first?.where,
      period: first?.bucket.id,
    });
  }
  const looked = { ...range, toMs: report.nextFromMs ?? range.toMs };
  const historyFromMs = historyDays === undefined ? range.fromMs : range.toMs - historyDays * DAY_MS;
  const [unpriced, conflicts, history, heard, ids] = await Promise.all([
    readUnpricedModels(ledger, looked),
    countConflicts(ledger, looked),
    readHistory({ audits, calendar: ledger.calendar }, { ...range, fromMs: historyFromMs }),
    sources(),
    shownIdsOf(principal),
  ]);
  const body: QualityResponse = {
    ...(await presentQuality(report, range, ids)),
    coverage: presentCoverage(report, heard),
    conflicts,
    unpriced,
    history,
  };
  return { statusCode: 200, body };
}
