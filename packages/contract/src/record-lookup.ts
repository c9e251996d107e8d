import * as z from 'zod/mini';
import { type Immutable, instantText, quantity, text } from './response-parts.ts';
import { requestId } from './wire-text.ts';

/** Names of one `POST /v1/records/lookup`: each is a read of its own. */
export const MAX_NAMES_PER_LOOKUP = 500;
/** The largest body of such a request: room for as many names of the largest size, escaped. */
export const MAX_LOOKUP_BYTES = 500_000;

/** The body of `POST /v1/records/lookup`. None are allowed: then the answer only says how old usage may be. */
export const lookupSchema = z.strictObject({
  names: z
    .array(requestId())
    .check(z.maxLength(MAX_NAMES_PER_LOOKUP, `must have at most ${MAX_NAMES_PER_LOOKUP} names`)),
});

export const lookupResponse = z.object({
  asOf: instantText('When the names were looked up. What was recorded in the seconds before may be missing.'),
  acceptedFrom: instantText('Usage that occurred before this instant is not counted.'),
  held: z
    .array(
      z.object({
        name: text('As it was asked for.'),
        accessKeyIds: z
          .array(z.string())
          .check(
            z.describe(
              'The access keys that have counted the call, those whose record of it was erased included, as far as the caller may see them.',
            ),
          ),
        hiddenKeys: quantity('How many more there are, which the caller may not see.'),
      }),
    )
    .check(z.describe('The names that are held, each once.')),
});
export type LookupResponse = Immutable<typeof lookupResponse>;
