import {
  MAX_TOKENS_PER_COUNTER,
  RECORD_STATUSES,
  type UnpricedReason,
  type UsageIteration,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { MAX_REQUEST_ID_LENGTH } from './limits.ts';
import {
  cellParameters,
  checkRange,
  cursorText,
  instant,
  MAX_RANGE_DAYS,
  nonEmptyName,
  refuseIn,
  someOf,
  userIdOrPseudonym,
  wholeNumber,
} from './query-parameters.ts';
import type { TokensResponse } from './statistics-response.ts';

export const MAX_RECORDS_PER_PAGE = 500;
export const DEFAULT_RECORDS_PER_PAGE = 50;

/** Six counters. */
const MAX_TOKENS = 6 * MAX_TOKENS_PER_COUNTER;

/** The query parameters of `GET /v1/records`. All conditions must hold. */
export const recordsQuery = z
  .strictObject({
    accessKeyId: z.optional(nonEmptyName()),
    userId: z.optional(userIdOrPseudonym()),
    ...cellParameters,
    /** May be left out when the request id is told. */
    from: z.optional(instant()),
    to: z.optional(instant()),
    minTokens: z.optional(wholeNumber(0, MAX_TOKENS)),
    maxTokens: z.optional(wholeNumber(0, MAX_TOKENS)),
    status: z.optional(someOf(RECORD_STATUSES)),
    requestId: z.optional(
      z
        .string()
        .check(
          z.minLength(1, 'must not be empty'),
          z.maxLength(MAX_REQUEST_ID_LENGTH, `must be at most ${MAX_REQUEST_ID_LENGTH} characters`),
        ),
    ),
    order: z._default(z.enum(['newest', 'oldest']), 'newest'),
    limit: z._default(wholeNumber(1, MAX_RECORDS_PER_PAGE), DEFAULT_RECORDS_PER_PAGE),
    cursor: z.optional(cursorText()),
  })
  .check((context) => {
    const { from, to, minTokens = 0, maxTokens = MAX_TOKENS, requestId } = context.value;
    const refuse = refuseIn(context);
    if (minTokens > maxTokens) refuse('maxTokens', 'must not be less than minTokens');
    if (from !== undefined) checkRange({ from, to }, MAX_RANGE_DAYS, refuse);
    else if (requestId === undefined) refuse('from', 'is required unless requestId is told');
  });

/** The body of `GET /v1/records`. */
export interface RecordsResponse {
  /** Everything recorded by then is among what is told. */
  readonly asOf: string;
  readonly records: readonly RecordResponse[];
  /** Pass as `cursor` for the next page. A page may be short, or empty, and still have one. */
  readonly nextCursor?: string;
}

/** What one call costs by the prices of its hour, as decimal texts of US dollars. */
export interface RecordCostResponse {
  /** After discounts. */
  readonly usd: string;
  readonly listUsd: string;
  /** Why something of it is in neither; empty if everything has a price. */
  readonly unpriced: readonly UnpricedReason[];
  /** Whether it was priced by an assumption. */
  readonly uncertain: boolean;
}

/** One record, as it was recorded first; what was not reported is absent. */
export interface RecordResponse {
  readonly requestId: string;
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly accessKeyId: string;
  /** Of the access key, where it is registered. */
  readonly accessKeyName?: string;
  readonly userId?: string;
  /** Of the user, where one is registered. */
  readonly userName?: string;
  readonly model: string;
  readonly feature?: string;
  readonly status: string;
  readonly tokens: TokensResponse;
  readonly cost: RecordCostResponse;
  readonly endpoint?: string;
  readonly stopReason?: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly serviceTier?: string;
  readonly inferenceGeo?: string;
  readonly speed?: string;
  readonly thinkingTokens?: number;
  readonly webSearchRequests?: number;
  readonly webFetchRequests?: number;
  readonly iterations?: readonly UsageIteration[];
  readonly metadata?: Readonly<Record<string, string>>;
  /** True when the time of receipt stands in for a time that was missing or in the future. */
  readonly clockClamped?: boolean;
}
