import type { ReportSummary } from '@token-ledger/contract';
import { type ExportFilter, exportCreator, type Report, withoutAbsent } from '@token-ledger/core';
import { type Caller, showCallers } from '../shared/http/show-callers.ts';

/** The parts of a report that may name a user, as a caller may see them. */
export interface ShownReport extends Pick<ReportSummary, 'title' | 'savedBy'> {
  readonly filter: ExportFilter & { readonly accessKeyName?: string; readonly userName?: string };
}

/** Reads the names of the users and access keys that reports are about, and of the callers who saved them. */
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
    // The title of a report about one user or access key may have the name that must stay hidden.
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
