import type { HourFate, Period } from '@token-ledger/core';
import * as z from 'zod/mini';
import { instant } from './query-parameters.ts';
import type { JsonInteger } from './statistics-response.ts';

/** The longest range of one question; `npm run audit` knows no limit. */
export const MAX_QUALITY_RANGE_DAYS = 31;

const DAY_MS = 86_400_000;

/** The query parameters of `GET /v1/quality`, as strings on the wire. Unknown parameters are refused. */
export const qualityQuery = z
  .strictObject({
    from: instant(),
    /** Exclusive. Default: now. */
    to: z.optional(instant()),
  })
  .check((context) => {
    const { from, to } = context.value;
    const refuse = (message: string) =>
      context.issues.push({ code: 'custom', path: ['to'], message, input: undefined });
    if (to === undefined) return;
    if (to <= from) refuse('must be later than from');
    if (to - from > MAX_QUALITY_RANGE_DAYS * DAY_MS)
      refuse(`must be at most ${MAX_QUALITY_RANGE_DAYS} days after from`);
  });

/** What a period counts of what it should. */
export interface CompletenessResponse {
  readonly expected: JsonInteger;
  readonly found: JsonInteger;
  /** `found` by `expected`, rounded down to six digits; 1 where nothing is expected and nothing found. */
  readonly ratio: number;
}

/** One thing that is not as it must be. */
export interface QualityDifferenceResponse {
  /** `records`, `leaf`, `hour`, `day`, `month` or `dimensions`. */
  readonly where: string;
  /** Of the leaf, hour, day or month. */
  readonly from: string;
  readonly requestId?: string;
  readonly dimension?: string;
  readonly id?: string;
  /** Of the access key or user, where one is registered. */
  readonly name?: string;
  readonly model?: string;
  readonly feature?: string;
  readonly measure?: string;
  readonly expected: string;
  readonly found: string;
}

/** The body of `GET /v1/quality`. */
export interface QualityResponse {
  readonly asOf: string;
  readonly range: { readonly from: string; readonly to: string };
  /** `ok` if nothing differs in what was looked at. */
  readonly status: 'ok' | 'differences';
  /** Whether all of the range was looked at. */
  readonly complete: boolean;
  /** Ask for the rest with this as `from`. */
  readonly next?: string;
  readonly hours: Readonly<Record<HourFate, number>>;
  readonly completeness: Readonly<Record<Period, CompletenessResponse>>;
  readonly consistency: {
    readonly differences: number;
    /** The first 20. */
    readonly first: readonly QualityDifferenceResponse[];
  };
  readonly sample: {
    /** Copies in segments whose raw record was looked up. */
    readonly copies: number;
    /** Raw records whose copy was looked up. */
    readonly claims: number;
  };
  readonly usage: {
    /** Distinct, in the segments that were read. */
    readonly records: number;
    readonly lateRecords: number;
    readonly clockClampedRecords: number;
    readonly requests: JsonInteger;
    readonly cacheCreationTokens: JsonInteger;
    readonly unattributedTokens: JsonInteger;
    /** Of the cache creation tokens, rounded down to six digits. */
    readonly unattributedShare: number;
    readonly unpricedRequests: JsonInteger;
    readonly uncertainRequests: JsonInteger;
  };
  /** Received in the range; not `complete` when there are more. */
  readonly quarantined: { readonly records: number; readonly complete: boolean };
}
