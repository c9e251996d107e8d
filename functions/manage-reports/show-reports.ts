import type { ReportSummary } from '@token-ledger/contract';
import { type ExportFilter, exportCreator, type Report, withoutAbsent } from '@token-ledger/core';
import { type Caller, showCallers } from '../shared/http/show-callers.ts';

/** What of a report may name somebody, as a caller may be told. */
export interface ShownReport extends Pick<ReportSummary, 'title' | 'savedBy'> {
  readonly filter: ExportFilter & { readonly accessKeyName?: string; readonly userName?: string };
}

/** Reads the names of whom some reports are about, and of who saved them. */
export async function showReports(
  caller: Caller,
  reports: readonly Report[],
): Promise<(report: Report) => ShownReport> {
  const { ids } = caller;
  const filters = reports.map(({ template }) => template.filter);
  const [showKey, showUser, showCaller] = await Promise.all([
    ids.display(
      'access_key',
      filters.flatMap(({ accessKeyId }) => accessKeyId ?? []),
    ),
    ids.display(
      'user',
      filters.flatMap(({ userId }) => userId ?? []),
    ),
    showCallers(
      caller,
      reports.map(({ savedBy }) => exportCreator(savedBy)),
    ),
  ]);
  return ({ id, title, savedBy, template: { filter } }) => {
    const key = filter.accessKeyId === undefined ? undefined : showKey(filter.accessKeyId);
    const user = filter.userId === undefined ? undefined : showUser(filter.userId);
    // What is about one user or access key may be called by a name that must not be told.
    const hidden = ids.pseudonymous && (key ?? user) !== undefined;
    return {
      title: hidden ? id : title,
      savedBy: { kind: savedBy.kind, ...showCaller(exportCreator(savedBy)) },
      filter: {
        ...filter,
        ...withoutAbsent({
          accessKeyId: key?.id,
          accessKeyName: key?.name,
          userId: user?.id,
          userName: user?.name,
        }),
      },
    };
  };
}
