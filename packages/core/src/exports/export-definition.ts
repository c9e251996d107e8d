import type { Dimension } from '../ledger/ledger-store.ts';
import type { Period } from '../time/bucket.ts';
import type { RecordStatus } from '../usage/record.ts';
import type { RecordField } from './record-columns.ts';
import type { StatisticsField } from './statistics-columns.ts';

/** What a file of an export has its rows from. */
export const EXPORT_SUBJECTS = ['records', 'statistics'] as const;
export type ExportSubject = (typeof EXPORT_SUBJECTS)[number];

/** `focus`: the FinOps Open Cost and Usage Specification, as CSV. */
export const EXPORT_FORMATS = ['csv', 'ndjson', 'xlsx', 'focus'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What is exported, which never changes once it was asked for. */
export interface ExportDefinition {
  /** One file each, at least one. */
  readonly subjects: readonly ExportSubject[];
  readonly format: ExportFormat;
  /** [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Of statistics. */
  readonly period: Period;
  readonly dimension: Dimension;
  /** Columns in their order. Statistics without `model` are sums over models; the same for `feature`. */
  readonly recordFields: readonly RecordField[];
  readonly statisticsFields: readonly StatisticsField[];
  readonly filter: ExportFilter;
  readonly gzip: boolean;
  /** Begin CSV with a byte order mark, by which Excel recognises UTF-8. */
  readonly byteOrderMark: boolean;
  /** Who is billed, which FOCUS demands and the ledger does not know. */
  readonly billingAccount?: { readonly id: string; readonly name?: string };
  /** Pseudonyms in place of user ids, and nothing that may name a user. Follows from who asked, see `permittedExport`. */
  readonly pseudonymizeUsers?: boolean;
}

/** An export of a range that is not known yet. */
export type ExportTemplate = Omit<ExportDefinition, 'fromMs' | 'toMs'>;

/** All that is given has to hold. */
export interface ExportFilter {
  readonly accessKeyId?: string;
  readonly userId?: string;
  readonly models?: readonly string[];
  readonly features?: readonly string[];
  /** Of records only, as is `minTokens`. */
  readonly statuses?: readonly RecordStatus[];
  /** Total tokens, cache included. */
  readonly minTokens?: number;
}
