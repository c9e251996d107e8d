import type { ExportDefinition, ExportFailure, ExportSubject } from '@token-ledger/core';
import type { CostResponse, JsonInteger, TokensResponse } from './statistics-response.ts';

/** The body of the answers of `POST /v1/exports` and `GET /v1/exports/{id}`. */
export interface ExportResponse {
  readonly id: string;
  readonly status: 'queued' | 'running' | 'finished' | 'failed';
  /** Only of one that failed. */
  readonly failure?: { readonly code: ExportFailure; readonly message: string };
  /** From 0 to 1. */
  readonly progress: number;
  readonly createdAt: string;
  /** The access key that asked for it. */
  readonly createdBy: string;
  /** Of the report whose run it is; the run has the id of the export. */
  readonly reportId?: string;
  readonly updatedAt: string;
  /** When its files are deleted. */
  readonly expiresAt: string;
  readonly format: ExportDefinition['format'];
  readonly range: { readonly from: string; readonly to: string };
  readonly files: readonly ExportFileResponse[];
}

/** A file and its manifest; rows and totals grow while it is written. */
export interface ExportFileResponse {
  readonly what: ExportSubject;
  readonly name: string;
  readonly bytes: number;
  readonly rows: number;
  /** Everything acknowledged by then is in the file; later records may be, where it was not read yet. */
  readonly asOf?: string;
  /** False if statistics of a mass backfill were told as of their last roll-up. */
  readonly exact: boolean;
  /** Records before this instant were about to expire, so that some may be missing. */
  readonly incompleteBefore?: string;
  readonly totals: ExportTotals;
  /** Of a finished file, if it alone is asked for. */
  readonly link?: { readonly url: string; readonly expiresAt: string };
}

export interface ExportTotals {
  readonly requests: JsonInteger;
  readonly errors: JsonInteger;
  readonly tokens: TokensResponse;
  readonly cost: CostResponse;
}

/** The body of the answer of `GET /v1/exports`: the newest first, without links. */
export interface ExportsResponse {
  readonly exports: readonly ExportResponse[];
  /** Present when there may be more. */
  readonly nextBefore?: string;
}
