import { ABSENT, ALL_ID } from '../ledger/fold.ts';
import { type Measures, sumOfEffectiveTokens, sumOfTokens } from '../ledger/measures.ts';
import { formatNanoDollars } from '../pricing/money.ts';
import { iso } from '../time/clock.ts';
import type { ColumnOf } from './column.ts';

/** Sums of one dimension value in one period; also of one model and feature if the file has these columns. */
export interface StatisticsLine {
  readonly fromMs: number;
  readonly toMs: number;
  readonly id: string;
  /** The name of the id, if it is registered and the file has this column. */
  readonly name?: string;
  readonly model?: string;
  readonly feature?: string;
  readonly measures: Measures;
}

/** Every column of statistics files, in the default order. */
export const STATISTICS_COLUMNS = {
  from: { kind: 'instant', value: ({ fromMs }) => iso(fromMs) },
  to: { kind: 'instant', value: ({ toMs }) => iso(toMs) },
  /** The access key or user; empty for sums over everything, and for records without a user. */
  id: { kind: 'text', value: ({ id }) => (id === ALL_ID ? null : named(id)) },
  name: { kind: 'text', value: ({ name }) => name },
  model: { kind: 'text', value: ({ model }) => model },
  feature: { kind: 'text', value: ({ feature }) => named(feature) },
  requests: integer(({ requests }) => requests),
  errors: integer(({ errors }) => errors),
  inputTokens: integer(({ input }) => input),
  outputTokens: integer(({ output }) => output),
  cacheCreation5mTokens: integer(({ cacheCreation5m }) => cacheCreation5m),
  cacheCreation1hTokens: integer(({ cacheCreation1h }) => cacheCreation1h),
  cacheCreationUnattributedTokens: integer(({ cacheCreationUnattributed }) => cacheCreationUnattributed),
  cacheReadTokens: integer(({ cacheRead }) => cacheRead),
  totalTokens: integer(sumOfTokens),
  effectiveTokens: integer(sumOfEffectiveTokens),
  /** By the counters of the responses alone. */
  reportedTokens: integer((measures) => sumOfTokens(measures) - measures.unreportedTokens),
  costUsd: { kind: 'decimal', value: ({ measures }) => formatNanoDollars(measures.cost) },
  listCostUsd: {
    kind: 'decimal',
    value: ({ measures }) => formatNanoDollars(measures.cost + measures.discount),
  },
  unpricedRequests: integer(({ unpricedRequests }) => unpricedRequests),
  uncertainRequests: integer(({ uncertainRequests }) => uncertainRequests),
  billedElsewhereRequests: integer(({ billedElsewhereRequests }) => billedElsewhereRequests),
} as const satisfies Record<string, ColumnOf<StatisticsLine>>;

export type StatisticsField = keyof typeof STATISTICS_COLUMNS;
export const STATISTICS_FIELDS = Object.keys(STATISTICS_COLUMNS) as [StatisticsField, ...StatisticsField[]];
/** The columns of a file for which none are requested. The name is left out: it may change, and needs a lookup. */
export const DEFAULT_STATISTICS_FIELDS = STATISTICS_FIELDS.filter((field) => field !== 'name');

function integer(value: (measures: Measures) => bigint): ColumnOf<StatisticsLine> {
  return { kind: 'integer', value: ({ measures }) => value(measures) };
}

function named(name: string | undefined): string | null {
  return name === undefined || name === ABSENT ? null : name;
}
