import type { Magnitude } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  cellParameters,
  checkRange,
  checkSubject,
  MAX_RANGE_DAYS,
  rangeParameters,
  refuseIn,
  subjectParameters,
} from './query-parameters.ts';
import type { AnswerNotes, MeasuresResponse, RangeResponse } from './statistics-response.ts';
import type { ShareResponse } from './top-consumers.ts';

/** Models, and features, of which an overview tells the share. */
export const MAX_SHARES = 100;

/** The query parameters of `GET /v1/overview`. */
export const overviewQuery = z
  .strictObject({ ...subjectParameters, ...rangeParameters, ...cellParameters })
  .check((context) => {
    const { dimension, id } = context.value;
    const refuse = refuseIn(context);
    checkSubject(context.value, refuse);
    if (dimension !== undefined && dimension !== 'all' && id === undefined)
      refuse('id', `must be told for dimension ${dimension}`);
    checkRange(context.value, MAX_RANGE_DAYS, refuse);
  });

/** The body of `GET /v1/overview`. */
export interface OverviewResponse extends AnswerNotes {
  readonly dimension: string;
  readonly id?: string;
  /** Of the access key or user, where one is registered. */
  readonly name?: string;
  readonly range: RangeResponse;
  readonly totals: MeasuresResponse;
  /** Access keys and users that used anything; null unless everything is asked for. */
  readonly activeAccessKeys: number | null;
  readonly activeUsers: number | null;
  readonly models: SharesResponse;
  readonly features: SharesResponse;
  /** Null where it cannot be told any more. */
  readonly previous: (RangeResponse & MeasuresResponse) | null;
  /** How much more than in the previous range, in relation to it: 0.25 is a quarter more; null from nothing. */
  readonly change: Readonly<Record<Magnitude, number | null>> | null;
}

export interface SharesResponse {
  /** How many there are, told or not. */
  readonly count: number;
  /** By total tokens, the largest first. */
  readonly top: readonly ShareResponse[];
}
