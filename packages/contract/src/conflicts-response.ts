import { CONFLICT_REASONS, RECORD_DETAILS, RECORD_STATUSES } from '@token-ledger/core';
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
  requestId: text('The name it came under.'),
  otherName: optionalText('The second name of the call, if it gives one.'),
  occurredAt: instantText('When the call was made.'),
  receivedAt: instantText('When it was reported.'),
  userId: optionalText('The user the call was for.'),
  userName: optionalName(),
  model: text('As Anthropic named it.'),
  status: z.enum(RECORD_STATUSES),
  detail: z.exactOptional(z.enum(RECORD_DETAILS)),
  tokens: tokensResponse,
  serviceTier: optionalText('As served.'),
  inferenceGeo: optionalText('As served.'),
  speed: optionalText('As served.'),
  webSearchRequests: z.exactOptional(quantity('Searches on the web that the server made.')),
  fallbackCredit: optionalText('What became of the fallback credit that the request presented.'),
  billedTo: z.exactOptional(z.literal('user_profile')),
  iterations: z.exactOptional(z.array(iterationResponse)),
  revision: z.exactOptional(quantity('Of the record: how often it was changed, plus 1.')),
});
export type ConflictSideResponse = Immutable<typeof conflictSideResponse>;

/** A report that contradicts a record. */
export const conflictResponse = z.object({
  id: text('Of the conflict.'),
  reason: z
    .enum(CONFLICT_REASONS)
    .check(
      z.describe(
        '`user`: it names another user. `figures`: other tokens, model or what else decides the price. `names`: it gives ' +
          'the call another second name.',
      ),
    ),
  receivedAt: instantText('When the report was received first.'),
  accessKeyId: text('The access key that both are for.'),
  accessKeyName: optionalName(),
  tiedTo: optionalText('Of `names`: what the name that both share stood for before.'),
  recorded: conflictSideResponse.check(z.describe('What counts.')),
  reported: conflictSideResponse.check(
    z.describe('What does not count; where only the names differ, it may count as a call of its own.'),
  ),
});
export type ConflictResponse = Immutable<typeof conflictResponse>;

/** The body of `GET /v1/conflicts`. */
export const conflictsResponse = z.object({
  asOf: instantText('Every conflict that was found by then is listed.'),
  range: rangeResponse,
  conflicts: z
    .array(conflictResponse)
    .check(z.describe('The latest day first. A page may be short, or empty, and still have a `nextCursor`.')),
  nextCursor: nextCursor(),
});
export type ConflictsResponse = Immutable<typeof conflictsResponse>;
