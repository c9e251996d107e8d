import type { components } from '@token-ledger/client/query';

/*
 * What files of an export or a report hold, as a form edits it, and as the API takes it.
 */

type Schemas = components['schemas'];
type Asked = Schemas['ExportRequest'];
/** An export without its range. */
export type Template = Omit<Asked, 'from' | 'to'>;
type Format = Schemas['Export']['format'];
export type RecordField = NonNullable<Asked['recordFields']>[number];
export type StatisticsField = NonNullable<Asked['statisticsFields']>[number];

export const FORMATS = ['xlsx', 'csv', 'ndjson', 'focus'] as const;
export const SUBJECTS = ['statistics', 'records'] as const;
export const PERIODS = ['hour', 'day', 'month'] as const;
export const DIMENSIONS = ['all', 'access_key', 'user'] as const;
export const STATUSES = ['ok', 'error', 'partial'] as const;

/** Every column, in the order in which files have them: a test compares them with those of the ledger. */
export const RECORD_FIELDS: readonly RecordField[] = [
  'requestId',
  'occurredAt',
  'receivedAt',
  'accessKeyId',
  'accessKeyName',
  'userId',
  'userName',
  'model',
  'feature',
  'status',
  'endpoint',
  'stopReason',
  'serviceTier',
  'inferenceGeo',
  'speed',
  'temperature',
  'maxTokens',
  'inputTokens',
  'outputTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'cacheCreationUnattributedTokens',
  'cacheReadTokens',
  'totalTokens',
  'effectiveTokens',
  'reportedTokens',
  'thinkingTokens',
  'webSearchRequests',
  'webFetchRequests',
  'fallbackCredit',
  'billedTo',
  'costUsd',
  'listCostUsd',
  'unpriced',
  'uncertain',
  'metadata',
  'source',
];
export const STATISTICS_FIELDS: readonly StatisticsField[] = [
  'from',
  'to',
  'id',
  'name',
  'model',
  'feature',
  'requests',
  'errors',
  'inputTokens',
  'outputTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'cacheCreationUnattributedTokens',
  'cacheReadTokens',
  'totalTokens',
  'effectiveTokens',
  'reportedTokens',
  'costUsd',
  'listCostUsd',
  'unpricedRequests',
  'uncertainRequests',
  'billedElsewhereRequests',
];
/** What finance reads: who used which model on which day, and what it cost. Their sum is that of the ledger. */
const SHORT_STATISTICS_FIELDS: readonly StatisticsField[] = [
  'from',
  'id',
  'name',
  'model',
  'requests',
  'totalTokens',
  'costUsd',
  'unpricedRequests',
];

export interface TemplateDraft {
  readonly format: Format;
  readonly what: readonly (typeof SUBJECTS)[number][];
  readonly period: (typeof PERIODS)[number];
  readonly dimension: (typeof DIMENSIONS)[number];
  readonly recordFields: readonly RecordField[];
  readonly statisticsFields: readonly StatisticsField[];
  readonly filter: DraftFilter;
  readonly gzip: boolean;
  readonly byteOrderMark: boolean;
  readonly billingAccountId: string;
  readonly billingAccountName: string;
}

/** By the names of the addresses of other pages. */
export interface DraftFilter {
  readonly key?: string | undefined;
  readonly user?: string | undefined;
  readonly model?: readonly string[] | undefined;
  readonly feature?: readonly string[] | undefined;
  readonly status?: readonly (typeof STATUSES)[number][] | undefined;
  readonly min?: number | undefined;
}

/** @param saved what a report has; else the file that finance asks for */
export function draftOf(saved?: Template): TemplateDraft {
  const { filter = {} } = saved ?? {};
  return {
    format: saved?.format ?? 'xlsx',
    what: saved?.what ?? ['statistics'],
    period: saved?.period ?? 'day',
    dimension: saved?.dimension ?? 'user',
    recordFields: saved?.recordFields ?? RECORD_FIELDS,
    statisticsFields: saved?.statisticsFields ?? SHORT_STATISTICS_FIELDS,
    filter: {
      key: filter.accessKeyId,
      user: filter.userId,
      model: filter.models,
      feature: filter.features,
      status: filter.statuses,
      min: filter.minTokens,
    },
    gzip: saved?.gzip ?? false,
    // Excel needs it for any name beyond ASCII.
    byteOrderMark: saved?.byteOrderMark ?? true,
    billingAccountId: saved?.billingAccountId ?? '',
    billingAccountName: saved?.billingAccountName ?? '',
  };
}

/** Which fields of the form mean something: the API refuses the others. */
export function shapeOf({ format, what, dimension }: TemplateDraft) {
  const isFocus = format === 'focus';
  const hasStatistics = isFocus || what.includes('statistics');
  return {
    isFocus,
    hasRecords: !isFocus && what.includes('records'),
    hasStatistics,
    // Statistics contain neither, and only those by key or user know it.
    mayFilterKey: !hasStatistics || isFocus || dimension === 'access_key',
    mayFilterUser: !hasStatistics || (!isFocus && dimension === 'user'),
    mayFilterCalls: !hasStatistics,
    mayCompress: format !== 'xlsx',
    mayMark: format === 'csv' || isFocus,
  };
}

/** The request, of what means something. */
export function templateOf(draft: TemplateDraft): Template {
  const shape = shapeOf(draft);
  const { key, user, model, feature, status, min } = draft.filter;
  const own = draft.billingAccountName.trim();
  return {
    format: draft.format,
    ...(shape.isFocus
      ? {
          billingAccountId: draft.billingAccountId.trim(),
          ...(own !== '' && { billingAccountName: own }),
        }
      : { what: SUBJECTS.filter((subject) => draft.what.includes(subject)) }),
    ...(shape.hasStatistics &&
      !shape.isFocus && {
        period: draft.period,
        dimension: draft.dimension,
        statisticsFields: draft.statisticsFields,
      }),
    ...(shape.hasRecords && { recordFields: draft.recordFields }),
    filter: {
      ...(key !== undefined && shape.mayFilterKey && { accessKeyId: key }),
      ...(user !== undefined && shape.mayFilterUser && { userId: user }),
      ...(model && { models: model }),
      ...(feature && { features: feature }),
      ...(status && shape.mayFilterCalls && { statuses: status }),
      ...(min !== undefined && shape.mayFilterCalls && { minTokens: min }),
    },
    ...(shape.mayCompress && draft.gzip && { gzip: true }),
    ...(shape.mayMark && draft.byteOrderMark && { byteOrderMark: true }),
  };
}
