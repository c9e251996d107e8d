import { MAX_TOKENS_PER_COUNTER } from '@token-ledger/core';
import * as z from 'zod/mini';
import { MAX_OCCURRED_AT_MS, MAX_SERVER_TOOL_REQUESTS, MAX_TEMPERATURE } from './limits.ts';
import { shared } from './shared-schema.ts';

/** A whole number of tokens. */
export const count = shared(() =>
  wholeNumber(MAX_TOKENS_PER_COUNTER, `must be a whole number from 0 to ${MAX_TOKENS_PER_COUNTER}`),
);

/** Searches or fetches of one call. Each search is billed, so that one wrong number could cost more than any call. */
export const toolRequests = shared(() =>
  wholeNumber(MAX_SERVER_TOOL_REQUESTS, `must be a whole number from 0 to ${MAX_SERVER_TOOL_REQUESTS}`),
);

export const temperature = () => {
  const allowed = `must be a number from 0 to ${MAX_TEMPERATURE}`;
  return z.number(allowed).check(z.gte(0, allowed), z.lte(MAX_TEMPERATURE, allowed));
};

/** When something happened: a text for people, a number for programs. A text without an offset is ambiguous. */
export const instantOrMilliseconds = () => {
  const allowed =
    'must be an ISO 8601 instant with its offset, such as 2026-11-21T10:15:30.123Z, or milliseconds since the epoch';
  return z.union(
    [z.iso.datetime({ offset: true, error: allowed }), wholeNumber(MAX_OCCURRED_AT_MS, allowed)],
    allowed,
  );
};

function wholeNumber(maximum: number, allowed: string) {
  return z.int(allowed).check(z.gte(0, allowed), z.lte(maximum, allowed));
}
