import * as z from 'zod/mini';
import { type Immutable, instantText, nextCursor, quantity, text } from './response-parts.ts';

export const auditEntryResponse = z.object({
  id: text('Of the entry.'),
  at: instantText('When it was done.'),
  actor: z.object({
    kind: z
      .enum(['access_key', 'person', 'unknown'])
      .check(z.describe('`unknown` did not prove to be anybody: `id` is then only what was claimed.')),
    id: z.exactOptional(text('Of the access key, or of the person as the sign-in names them.')),
    name: z.exactOptional(text('The name of the access key.')),
  }),
  operation: text('The route that was called.'),
  target: z.exactOptional(text('What it was about.')),
  targetName: z.exactOptional(text('Of the target, if that is an access key or user that is registered.')),
  outcome: text('`done`, a problem’s code, or `unfinished` of what has no answer, or never got one.'),
  sourceIp: text('The address the request came from.'),
  userAgent: z.exactOptional(text('As the request told it.')),
  requestId: text('Of the request.'),
  count: z.exactOptional(quantity('How many refusals of the same kind it stands for; absent for one.')),
});
export type AuditEntryResponse = Immutable<typeof auditEntryResponse>;

/** The answer of `GET /v1/audit`. */
export const auditResponse = z.object({
  entries: z.array(auditEntryResponse).check(z.describe('The newest first.')),
  nextCursor: nextCursor(),
});
export type AuditResponse = Immutable<typeof auditResponse>;
