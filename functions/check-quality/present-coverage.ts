import type { QualityResponse } from '@token-ledger/contract';
import { countsOf, type HeardSource, iso, type QualityReport, RECORD_SOURCES } from '@token-ledger/core';

/** What each source reported of the hours that were read, and when it was last heard. */
export function presentCoverage(
  { hours, nextFromMs, sources }: Pick<QualityReport, 'hours' | 'nextFromMs' | 'sources'>,
  heard: readonly HeardSource[],
): QualityResponse['coverage'] {
  const marks = new Map(heard.map((mark) => [mark.source, mark]));
  return {
    hoursRead: hours.compared + hours.pending,
    complete: nextFromMs === undefined && hours.frozen + hours.open + hours.tooLarge === 0,
    sources: RECORD_SOURCES.filter((source) => sources.has(source) || marks.has(source)).map((source) => {
      const { records, partial, totalsOnly, withoutUser, unpriced } = countsOf(sources, source);
      const mark = marks.get(source);
      return {
        source,
        records,
        partialRecords: partial,
        totalsOnlyRecords: totalsOnly,
        recordsWithoutUser: withoutUser,
        unpricedRecords: unpriced,
        ...(mark && { lastHeardAt: iso(mark.lastHeardAtMs) }),
        silent: mark?.silent ?? false,
      };
    }),
  };
}
