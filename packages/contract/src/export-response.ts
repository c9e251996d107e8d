import { DIMENSIONS, EXPORT_FAILURES, EXPORT_FORMATS, EXPORT_SUBJECTS, PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { billedTokensResponse, costResponse } from './measures-response.ts';
import {
  flag,
  type Immutable,
  instantText,
  optionalName,
  quantity,
  rangeResponse,
  ratioOf,
  sum,
  text,
} from './response-parts.ts';

export const exportTotals = z.object({
  requests: sum('Calls, including failed ones.'),
  errors: sum('Calls that failed.'),
  tokens: billedTokensResponse,
  cost: costResponse,
});
export type ExportTotals = Immutable<typeof exportTotals>;

/** A file and its manifest; rows and totals grow while it is written, and are unknown before that. */
export const exportFileResponse = z.object({
  what: z.enum(EXPORT_SUBJECTS),
  name: text('The name of the file.'),
  period: z.exactOptional(
    z.enum(PERIODS).check(z.describe('Only of statistics: rows are by hours, days or months.')),
  ),
  dimension: z.exactOptional(
    z
      .enum(DIMENSIONS)
      .check(z.describe('Only of statistics: whether rows are by access key, by user, or neither.')),
  ),
  bytes: quantity('The size of the file.'),
  rows: z
    .nullable(z.int().check(z.gte(0)))
    .check(z.describe('Rows so far, without the header; null before the first were read.')),
  asOf: z.exactOptional(
    instantText('The file contains everything acknowledged by then, and may contain later records.'),
  ),
  exact: flag('False if statistics lagged because a mass backfill was being rolled up.'),
  incompleteBefore: z.exactOptional(
    instantText('Records before this instant were about to expire, so some may be missing.'),
  ),
  totals: z
    .nullable(exportTotals)
    .check(z.describe('The sums of the rows so far; null before the first were read.')),
  link: z.exactOptional(
    z
      .object({ url: z.url(), expiresAt: instantText('When the link stops working.') })
      .check(z.describe('Only for a finished file, in the answer about a single export.')),
  ),
});
export type ExportFileResponse = Immutable<typeof exportFileResponse>;

/** The body of the answers of `POST /v1/exports` and `GET /v1/exports/{id}`. */
export const exportResponse = z.object({
  id: text('The id of the export.'),
  status: z.enum(['queued', 'running', 'finished', 'failed']),
  failure: z.exactOptional(
    z
      .object({ code: z.enum(EXPORT_FAILURES), message: z.string() })
      .check(z.describe('Only for a failed export.')),
  ),
  progress: ratioOf('From 0 to 1.'),
  createdAt: instantText('When the export was requested.'),
  createdBy: text('The access key or person that requested the export.'),
  createdByName: optionalName(),
  reportId: z.exactOptional(text('The report that this export is a run of; the run has the same id.')),
  updatedAt: instantText('When the export last made progress.'),
  expiresAt: instantText('When the files are deleted.'),
  format: z.enum(EXPORT_FORMATS),
  range: rangeResponse,
  files: z.array(exportFileResponse),
});
export type ExportResponse = Immutable<typeof exportResponse>;

/** The body of the answer of `DELETE /v1/exports/{id}`. */
export const deletedExportResponse = z.object({
  id: text('The id of the export.'),
  status: z.literal('deleted'),
});

/** The body of the answer of `GET /v1/exports`. */
export const exportsResponse = z.object({
  exports: z.array(exportResponse).check(z.describe('Newest first, without links.')),
  nextBefore: z.exactOptional(text('Pass as `before` for the next page; present if there may be more.')),
});
export type ExportsResponse = Immutable<typeof exportsResponse>;
