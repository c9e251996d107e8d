import { MAX_TOKENS_PER_COUNTER, RECORD_SOURCES, RECORD_STATUSES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { MAX_REQUEST_ID_LENGTH } from './limits.ts';
import {
  amountOfDollars,
  cellParameters,
  checkPage,
  checkRange,
  MAX_RANGE_DAYS,
  nonEmptyName,
  pageParameters,
  rangeParameters,
  refuseIn,
  someOf,
  userIdOrPseudonym,
  wholeNumber,
} from './query-parameters.ts';

export const MAX_RECORDS_PER_PAGE = 500;
export const DEFAULT_RECORDS_PER_PAGE = 50;

/** Six counters. */
const MAX_TOKENS = 6 * MAX_TOKENS_PER_COUNTER;

/** The query parameters of `GET /v1/records/{requestId}`. */
export const recordQuery = z.strictObject({
  /** Whose record, where several access keys have one of this name. */
  accessKeyId: z.optional(nonEmptyName()),
});

/** The query parameters of `GET /v1/records`. All conditions must hold. */
export const recordsQuery = z
  .strictObject({
    accessKeyId: z.optional(nonEmptyName()),
    userId: z.optional(userIdOrPseudonym()),
    ...cellParameters,
    /** The start may be left out when the request id is given. */
    ...rangeParameters,
    minTokens: z.optional(wholeNumber(0, MAX_TOKENS)),
    maxTokens: z.optional(wholeNumber(0, MAX_TOKENS)),
    minCostUsd: z.optional(amountOfDollars()),
    status: z.optional(someOf(RECORD_STATUSES)),
    source: z.optional(someOf(RECORD_SOURCES)),
    requestId: z.optional(
      z
        .string()
        .check(
          z.minLength(1, 'must not be empty'),
          z.maxLength(MAX_REQUEST_ID_LENGTH, `must be at most ${MAX_REQUEST_ID_LENGTH} characters`),
        ),
    ),
    order: z._default(z.enum(['newest', 'oldest']), 'newest'),
    ...pageParameters(MAX_RECORDS_PER_PAGE, DEFAULT_RECORDS_PER_PAGE),
  })
  .check((context) => {
    const { from, last, minTokens = 0, maxTokens = MAX_TOKENS, requestId } = context.value;
    const refuse = refuseIn(context);
    if (minTokens > maxTokens) refuse('maxTokens', 'must not be less than minTokens');
    checkPage(context.value, refuse);
    checkRange(context.value, MAX_RANGE_DAYS, refuse, '', false);
    if (from === undefined && last === undefined && requestId === undefined)
      refuse('from', 'is required unless last or requestId is given');
  });
