import * as z from 'zod/mini';
import { inflateText } from './inflate-text.ts';
import { isJsonObject } from './json.ts';
import { isTooComplex, TOO_COMPLEX } from './json-bounds.ts';
import { withoutUnknownNames } from './known-fields.ts';
import {
  MAX_INFLATED_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_OCCURRED_AT_MS,
  MAX_RECORDS_PER_MESSAGE,
} from './limits.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { utf8Length } from './wire-text.ts';
import { toProblems } from './zod-problems.ts';

/*
 * The body of a queue message, from the product's own intake and from direct senders alike:
 *
 *   {"v":1,"records":[…]}     1 to 500 records
 *   {"v":1,"z":"…"}           the same list as JSON, deflated (zlib format), in base64
 *   {…}                       one record by itself
 *
 * `receivedAt` (milliseconds since the epoch) may stand beside `v`: when the intake received the records. Unlike the
 * time of consumption, it stays the same over redelivery. With `"witness":true`, a record counts only if no other access key
 * has reported its call.
 */

const MILLISECONDS = 'must be milliseconds since the epoch';

const envelopeSchema = z
  .strictObject({
    v: z.literal(1, 'must be 1, the only version'),
    records: z.optional(z.array(z.unknown(), 'must be a list')),
    z: z.optional(z.string('must be a text')),
    receivedAt: z.optional(
      z.int(MILLISECONDS).check(z.gte(0, MILLISECONDS), z.lte(MAX_OCCURRED_AT_MS, MILLISECONDS)),
    ),
    witness: z.optional(z.literal(true, 'must be true, or left out')),
  })
  .check(
    z.refine(({ records, z: deflated }) => (records === undefined) !== (deflated === undefined), {
      error: 'must have either records or z',
      params: { code: 'conflicting_fields' },
    }),
  );

const FIELDS: ReadonlySet<string> = new Set(['v', 'records', 'z', 'receivedAt', 'witness']);

export type ParsedEnvelope =
  | {
      readonly ok: true;
      readonly records: readonly unknown[];
      readonly receivedAtMs?: number;
      /** Its records count only if no other access key has reported their calls. */
      readonly witness?: true;
      /** The length of the JSON that the records were read from, which is what they cost in memory. */
      readonly characters: number;
    }
  /** The message as a whole is unreadable: nothing in it can be recorded. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses a message. Does not check its records; `parseUsageRecord` does. Never rejects. */
export async function parseEnvelope(body: string): Promise<ParsedEnvelope> {
  if (utf8Length(body) > MAX_MESSAGE_BYTES) {
    return refused('', 'invalid_length', `must be at most ${MAX_MESSAGE_BYTES} bytes`);
  }
  if (isTooComplex(body)) return refused('', 'invalid_length', TOO_COMPLEX);
  const json = parseJson(body);
  if (!isJsonObject(json)) return refused('', 'wrong_type', 'must be a JSON object');
  const characters = body.length;
  if (!('v' in json) && !('records' in json) && !('z' in json)) {
    return { ok: true, records: [json], characters };
  }

  const parsed = z.safeParse(envelopeSchema, json);
  if (!parsed.success) {
    // These problems are logged, so they name no field and repeat no text that the sender made up.
    const problems = toProblems(parsed.error.issues, json, '', () => true);
    return { ok: false, problems: withoutUnknownNames(problems, '', FIELDS) };
  }
  const { z: deflated, receivedAt, witness } = parsed.data;
  if (deflated === undefined) {
    return listOf(parsed.data.records ?? [], '/records', { characters, receivedAt, witness });
  }
  const text = await inflateText(deflated, MAX_INFLATED_BYTES);
  if (text !== undefined && isTooComplex(text)) return refused('/z', 'invalid_length', TOO_COMPLEX);
  const records = text === undefined ? undefined : parseJson(text);
  if (!Array.isArray(records) || text === undefined) {
    const allowed = `must be base64 of a deflated JSON list of at most ${MAX_INFLATED_BYTES} bytes`;
    return refused('/z', 'invalid_format', allowed);
  }
  return listOf(records, '/z', { characters: characters + text.length, receivedAt, witness });
}

interface Read {
  readonly characters: number;
  readonly receivedAt: number | undefined;
  readonly witness: true | undefined;
}

function listOf(records: readonly unknown[], path: string, read: Read): ParsedEnvelope {
  if (records.length < 1 || records.length > MAX_RECORDS_PER_MESSAGE) {
    const allowed = `must have 1 to ${MAX_RECORDS_PER_MESSAGE} records; got ${records.length}`;
    return refused(path, 'invalid_length', allowed);
  }
  const { characters, receivedAt, witness } = read;
  return {
    ok: true,
    records,
    characters,
    ...(receivedAt !== undefined && { receivedAtMs: receivedAt }),
    ...(witness && { witness }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The error of JSON.parse quotes the text, which may be content.
    return undefined;
  }
}

function refused(path: string, code: ProblemCode, message: string): ParsedEnvelope {
  return { ok: false, problems: [{ path, code, message }] };
}
