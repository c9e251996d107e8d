import { PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  cellParameters,
  checkRange,
  checkSubject,
  MAX_HOURLY_RANGE_DAYS,
  MAX_RANGE_DAYS,
  rangeParameters,
  refuseIn,
  subjectParameters,
} from './query-parameters.ts';
import type { AnswerNotes, MeasuresResponse, RangeResponse } from './statistics-response.ts';

/** Points of one series: the answer has no pages. */
export const MAX_TREND_POINTS = 2500;

/** The query parameters of `GET /v1/trends`. How many points that makes is for the function to say. */
export const trendsQuery = z
  .strictObject({
    ...subjectParameters,
    /** Default: hours up to 7 days, days up to 90, months above. */
    period: z.optional(z.enum(PERIODS)),
    ...rangeParameters,
    ...cellParameters,
  })
  .check((context) => {
    const { period, dimension, id } = context.value;
    const refuse = refuseIn(context);
    checkSubject(context.value, refuse);
    if (dimension !== undefined && dimension !== 'all' && id === undefined)
      refuse('id', `must be told for dimension ${dimension}`);
    const maxDays = period === 'hour' ? MAX_HOURLY_RANGE_DAYS : MAX_RANGE_DAYS;
    checkRange(context.value, maxDays, refuse, period && ` for period ${period}`);
  });

/** The body of `GET /v1/trends`. */
export interface TrendsResponse extends AnswerNotes {
  readonly dimension: string;
  readonly id?: string;
  /** Of the access key or user, where one is registered. */
  readonly name?: string;
  readonly period: string;
  readonly range: RangeResponse;
  /** What the range is compared with; null where that cannot be told any more. */
  readonly previousRange: RangeResponse | null;
  /** One for each period of the range, in order, also where nothing was used. */
  readonly points: readonly TrendPointResponse[];
}

export interface TrendPointResponse extends RangeResponse, MeasuresResponse {
  /** The period beside it; null where there is none. */
  readonly previous: (RangeResponse & MeasuresResponse) | null;
}
