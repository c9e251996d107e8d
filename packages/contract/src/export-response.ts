import { EXPORT_FAILURES, EXPORT_FORMATS, EXPORT_SUBJECTS } from '@token-ledger/core';
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
  requests: sum('Calls, failed ones included.'),
  errors: sum('Calls that failed.'),
  tokens: billedTokensResponse,
  cost: costResponse,
});
export type ExportTotals = Immutable<typeof exportTotals>;

/** A file and its manifest; rows and totals grow while it is written. */
export const exportFileResponse = z.object({
  what: z.enum(EXPORT_SUBJECTS),
  name: text('Of the file.'),
  bytes: quantity('Its size.'),
  rows: quantity('Without the header.'),
  asOf: z.exactOptional(
    instantText(
      'Everything acknowledged by then is in the file; later records may be, where it was not read yet.',
    ),
  ),
  exact: flag('False if statistics of a mass backfill were told as of their last roll-up.'),
  incompleteBefore: z.exactOptional(
    instantText('Records before this instant were about to expire, so that some may be missing.'),
  ),
  totals: exportTotals,
  link: z.exactOptional(
    z
      .object({ url: z.url(), expiresAt: instantText('When the link stops working.') })
      .check(z.describe('Of a finished file, if it alone is asked for.')),
  ),
});
export type ExportFileResponse = Immutable<typeof exportFileResponse>;

/** The body of the answers of `POST /v1/exports` and `GET /v1/exports/{id}`. */
export const exportResponse = z.object({
  id: text('Of the export.'),
  status: z.enum(['queued', 'running', 'finished', 'failed']),
  failure: z.exactOptional(
    z
      .object({ code: z.enum(EXPORT_FAILURES), message: z.string() })
      .check(z.describe('Only of one that failed.')),
  ),
  progress: ratioOf('From 0 to 1.'),
  createdAt: instantText('When it was asked for.'),
  createdBy: text('The access key, or the person, that asked for it.'),
  createdByName: optionalName(),
  reportId: z.exactOptional(text('Of the report whose run it is; the run has the id of the export.')),
  updatedAt: instantText('When it last went on.'),
  expiresAt: instantText('When its files are deleted.'),
  format: z.enum(EXPORT_FORMATS),
  range: rangeResponse,
  files: z.array(exportFileResponse),
});
export type ExportResponse = Immutable<typeof exportResponse>;

/** The body of the answer of `DELETE /v1/exports/{id}`. */
export const deletedExportResponse = z.object({ id: text('Of the export.'), status: z.literal('deleted') });

/** The body of the answer of `GET /v1/exports`. */
export const exportsResponse = z.object({
  exports: z.array(exportResponse).check(z.describe('The newest first, without links.')),
  nextBefore: z.exactOptional(text('Pass as `before` for the next page; present when there may be more.')),
});
export type ExportsResponse = Immutable<typeof exportsResponse>;
