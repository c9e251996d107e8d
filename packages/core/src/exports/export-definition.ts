import type { Dimension } from '../ledger/ledger-store.ts';
import type { Period } from '../time/bucket.ts';
import type { RecordStatus } from '../usage/record.ts';
import type { RecordField } from './record-columns.ts';
import type { StatisticsField } from './statistics-columns.ts';

/** What the rows of a file are made of. */
export const EXPORT_SUBJECTS = ['records', 'statistics'] as const;
export type ExportSubject = (typeof EXPORT_SUBJECTS)[number];

/** `focus`: the FinOps Open Cost and Usage Specification, as CSV. */
export const EXPORT_FORMATS = ['csv', 'ndjson', 'xlsx', 'focus'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What to export. Never changes after the export was requested. */
export interface ExportDefinition {
  /** At least one; each becomes a file. */
  readonly subjects: readonly ExportSubject[];
  readonly format: ExportFormat;
  /** [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  /** The period of statistics. */
  readonly period: Period;
  readonly dimension: Dimension;
  /**
   * Columns in their order. Statistics without the column `model` are summed over models; the same holds for `feature`.
   */
  readonly recordFields: readonly RecordField[];
  readonly statisticsFields: readonly StatisticsField[];
  readonly filter: ExportFilter;
  readonly gzip: boolean;
  /** Begin CSV with a byte order mark, so that Excel recognizes UTF-8. */
  readonly byteOrderMark: boolean;
  /** The billed account. FOCUS requires it, and the ledger does not know it. */
  readonly billingAccount?: { readonly id: string; readonly name?: string };
  /** Show pseudonyms instead of user ids, and nothing else that may name a user. Set by `permittedExport`. */
  readonly pseudonymizeUsers?: boolean;
}

/** An export without its range. */
export type ExportTemplate = Omit<ExportDefinition, 'fromMs' | 'toMs'>;

/** All given conditions must hold. */
export interface ExportFilter {
  readonly accessKeyId?: string;
  readonly userId?: string;
  readonly models?: readonly string[];
  readonly features?: readonly string[];
  /** For records only. */
  readonly statuses?: readonly RecordStatus[];
  /** Bounds of the total tokens, including cache tokens, of a record, or of an id in a period; inclusive. */
  readonly minTokens?: number;
  readonly maxTokens?: number;
  /** Bounds of the requests of an id in a period, inclusive: for statistics only. */
  readonly minRequests?: number;
  readonly maxRequests?: number;
}
