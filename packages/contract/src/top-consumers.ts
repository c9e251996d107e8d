import { CONSUMER_KINDS, MAGNITUDES } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  cellParameters,
  checkRange,
  MAX_RANGE_DAYS,
  rangeParameters,
  refuseIn,
  wholeNumber,
} from './query-parameters.ts';
import type { AnswerNotes, JsonInteger, MeasuresResponse, RangeResponse } from './statistics-response.ts';

export const MAX_CONSUMERS = 1000;
export const DEFAULT_CONSUMERS = 10;

/** The query parameters of `GET /v1/top-consumers`. */
export const topConsumersQuery = z
  .strictObject({
    /** What is ranked. */
    dimension: z._default(z.enum(CONSUMER_KINDS), 'user'),
    sort: z._default(z.enum(MAGNITUDES), 'total'),
    ...rangeParameters,
    ...cellParameters,
    minTokens: z._default(wholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    minRequests: z._default(wholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    limit: z._default(wholeNumber(1, MAX_CONSUMERS), DEFAULT_CONSUMERS),
  })
  .check((context) => checkRange(context.value, MAX_RANGE_DAYS, refuseIn(context)));

/** The body of `GET /v1/top-consumers`. */
export interface TopConsumersResponse extends AnswerNotes {
  readonly dimension: string;
  readonly sort: string;
  readonly range: RangeResponse;
  readonly consumers: readonly ConsumerResponse[];
  /** How many reach both thresholds, within the limit or not. */
  readonly matching: JsonInteger;
  /** What all of them used, and those below the thresholds. */
  readonly totals: MeasuresResponse;
}

export interface ConsumerResponse extends ShareResponse {
  /** From 1. */
  readonly rank: number;
  /** Of an access key or user, where one is registered. */
  readonly name?: string;
}

export interface ShareResponse extends MeasuresResponse {
  readonly id: string;
  /** From 0 to 1, rounded down to six digits; null when the whole is 0. */
  readonly share: number | null;
}
