import { CONFLICT_REASONS, RECORD_DETAILS, RECORD_SOURCES, RECORD_STATUSES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { tokensResponse } from './measures-response.ts';
import { iterationResponse } from './records-response.ts';
import {
  type Immutable,
  instantText,
  nextCursor,
  optionalName,
  quantity,
  rangeResponse,
  text,
} from './response-parts.ts';

const optionalText = (description: string) => z.exactOptional(text(description));

/** What one side says of the call. */
export const conflictSideResponse = z.object({
  requestId: text('The name under which this side was reported.'),
  otherName: optionalText('The second name of the call, if this side has one.'),
  occurredAt: instantText('When the call was made.'),
  receivedAt: instantText('When it was reported.'),
  userId: optionalText('The user the call was for.'),
  userName: optionalName(),
  model: text('As Anthropic named it.'),
  status: z.enum(RECORD_STATUSES),
  detail: z.exactOptional(z.enum(RECORD_DETAILS)),
  source: z.enum(RECORD_SOURCES).check(z.describe('How it was captured.')),
  tokens: tokensResponse,
  serviceTier: optionalText('As served.'),
  inferenceGeo: optionalText('As served.'),
  speed: optionalText('As served.'),
  webSearchRequests: z.exactOptional(quantity('Web searches of the server.')),
  fallbackCredit: optionalText('What became of the fallback credit that the request presented.'),
  billedTo: z.exactOptional(z.literal('user_profile')),
  iterations: z.exactOptional(z.array(iterationResponse)),
  revision: z.exactOptional(
    quantity('Of a record: 1 plus the number of its changes; absent if it never changed.'),
  ),
});
export type ConflictSideResponse = Immutable<typeof conflictSideResponse>;

/** A report that contradicts a record. */
export const conflictResponse = z.object({
  id: text('The id of the conflict.'),
  reason: z
    .enum(CONFLICT_REASONS)
    .check(
      z.describe(
        '`user`: the report names another user. `figures`: it has other tokens, another model, or other figures that decide the ' +
          'price. `names`: it gives the call another second name.',
      ),
    ),
  receivedAt: instantText('When the report was first received.'),
  accessKeyId: text('The access key that both sides are for.'),
  accessKeyName: optionalName(),
  tiedTo: optionalText('For `names`: the name to which their common name was tied before.'),
  recorded: conflictSideResponse.check(
    z.describe(
      'The record before the report. It counts, unless it had totals only and the report is complete.',
    ),
  ),
  reported: conflictSideResponse.check(
    z.describe(
      'The report. It does not count, unless it completed totals, or `reason` is `names`: then it may count as a call of its own.',
    ),
  ),
});
export type ConflictResponse = Immutable<typeof conflictResponse>;

/** The body of `GET /v1/conflicts`. */
export const conflictsResponse = z.object({
  asOf: instantText('Every conflict found by then is listed.'),
  range: rangeResponse,
  conflicts: z
    .array(conflictResponse)
    .check(z.describe('The latest day first. A page may be short, or empty, and still have a `nextCursor`.')),
  nextCursor: nextCursor(),
});
export type ConflictsResponse = Immutable<typeof conflictsResponse>;
