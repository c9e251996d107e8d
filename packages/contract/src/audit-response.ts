import * as z from 'zod/mini';
import { type Immutable, instantText, nextCursor, quantity, rangeResponse, text } from './response-parts.ts';

/** What an operation is about: recorded usage, or settings and access. */
export const AUDIT_CATEGORIES = ['data', 'administration'] as const;

export const auditEntryResponse = z.object({
  id: text('The id of the entry.'),
  at: instantText('When the operation was called.'),
  actor: z.object({
    kind: z
      .enum(['access_key', 'person', 'unknown'])
      .check(
        z.describe(
          '`unknown`: the caller had no valid credentials, and `id` is only the claimed access key.',
        ),
      ),
    id: z.exactOptional(text('The id of the access key, or the sign-in’s name for the person.')),
    userId: z.exactOptional(text('The id of the user the person is, if the sign-in says so.')),
    name: z.exactOptional(text('The name of the access key or of that user, if it is registered.')),
  }),
  operation: text('The called route.'),
  category: z
    .enum(AUDIT_CATEGORIES)
    .check(
      z.describe(
        '`data`: usage was exported, computed again, retried or deleted. `administration`: settings and access; and denials of other routes.',
      ),
    ),
  target: z.exactOptional(text('The id of the thing the operation changed or showed.')),
  targetName: z.exactOptional(text('The target’s name, if it is a registered access key or user.')),
  range: z.exactOptional(
    rangeResponse.check(z.describe('The time whose usage was exported or computed again.')),
  ),
  outcome: text(
    '`done`, the code of a problem, or `unfinished` if there is no answer yet, or never was one.',
  ),
  sourceIp: text('The IP address of the caller.'),
  userAgent: z.exactOptional(text('The request’s `User-Agent` header.')),
  requestId: text('The id of the request.'),
  count: z.exactOptional(
    quantity('How many refusals of the same kind the entry stands for; absent means one.'),
  ),
  uncountedUntil: z.exactOptional(
    instantText(
      'Of a request that was refused before it reached its operation: others of the same kind until then may be in no entry, so there were at least `count`.',
    ),
  ),
});
export type AuditEntryResponse = Immutable<typeof auditEntryResponse>;

/** The answer of `GET /v1/audit`. */
export const auditResponse = z.object({
  entries: z.array(auditEntryResponse).check(z.describe('Newest first.')),
  nextCursor: nextCursor(),
});
export type AuditResponse = Immutable<typeof auditResponse>;
