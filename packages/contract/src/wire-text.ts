import * as z from 'zod/mini';
import { CONTENT_REFUSED } from './content-fields.ts';
import { countWords } from './label-words.ts';
import { MAX_METADATA_BYTES, MAX_REQUEST_ID_LENGTH, MAX_TEXT_BYTES, MAX_WORDS_PER_TEXT } from './limits.ts';
import type { ProblemCode } from './problem.ts';
import { holdsSecret } from './secret-text.ts';
import { shared } from './shared-schema.ts';
import { isUnambiguous, isVisible, isVisibleName, UNAMBIGUOUS_ONLY, VISIBLE_ONLY } from './visible-text.ts';

/*
 * The texts of a record: short names and ids, each of which looks like itself and like no other, and none of which is a
 * secret or a sentence.
 */

const encoder = new TextEncoder();

/** Bytes of UTF-8. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** Whether a text has at most `maxBytes`. Counts bytes only if the number of code units does not decide it. */
function fitsInUtf8(text: string, maxBytes: number): boolean {
  return text.length * 3 <= maxBytes || (text.length <= maxBytes && utf8Length(text) <= maxBytes);
}

/** A text of 1 to 128 bytes of UTF-8. */
const boundedText = () =>
  z.string('must be a text').check(
    z.refine((text) => text.length > 0 && fitsInUtf8(text, MAX_TEXT_BYTES), {
      error: `must be 1 to ${MAX_TEXT_BYTES} bytes of UTF-8`,
      params: { code: 'invalid_length' },
    }),
    // Bytes, of which there are never fewer than characters.
    z.meta({ minLength: 1, maxLength: MAX_TEXT_BYTES }),
  );

/** A text of a record: an id, or the name of something. */
export const shortText = shared(() => boundedText().check(first(identifying)));

/** A name that is also stored as a key: `-` stands for "none" there. */
export const name = shared(() => boundedText().check(first(keyText)));

/** The name of a model or a feature, of which queries take lists separated by commas. */
export const listedName = shared(() => boundedText().check(first((text) => keyText(text) ?? comma(text))));

/** What people call something that has an id besides. */
export const displayName = shared(() => boundedText().check(first(displayed)));

/** A request id: 1 to 128 characters. */
export const requestId = shared(() =>
  z.string('must be a text').check(
    z.refine((text) => text.length > 0 && text.length <= MAX_REQUEST_ID_LENGTH, {
      error: `must be 1 to ${MAX_REQUEST_ID_LENGTH} characters`,
      params: { code: 'invalid_length' },
    }),
    first(keyText),
    z.meta({ minLength: 1, maxLength: MAX_REQUEST_ID_LENGTH }),
  ),
);

/** The value of a label. Its surroundings bound its length, to `MAX_METADATA_BYTES` at most. */
export const labelText = () => z.string('must be a text').check(first(labelling));

interface TextProblem {
  readonly code: ProblemCode;
  readonly message: string;
}

/** What is wrong with a text, the worst first; undefined when nothing is. */
type Rule = (text: string) => TextProblem | undefined;

const PLAIN = /^[\x21-\x7e]*$/;

/** Most texts are a word of ASCII, of which no other rule can be broken. */
const unlessPlain =
  (rule: Rule): Rule =>
  (text) =>
    secret(text) ?? (PLAIN.test(text) ? undefined : rule(text));

export const SECRET_REFUSED = 'must not hold a secret, such as an API key. If it was a real one, replace it';

const secret: Rule = (text) =>
  holdsSecret(text) ? { code: 'secret_refused', message: SECRET_REFUSED } : undefined;

const invisible: Rule = (text) =>
  isVisible(text) ? undefined : { code: 'invalid_characters', message: VISIBLE_ONLY };

const ambiguous: Rule = (text) =>
  isUnambiguous(text) ? undefined : { code: 'invalid_characters', message: UNAMBIGUOUS_ONLY };

const sentence: Rule = (text) =>
  countWords(text) <= MAX_WORDS_PER_TEXT
    ? undefined
    : {
        code: 'content_refused',
        message: `must be a name of at most ${MAX_WORDS_PER_TEXT} words: a sentence ${CONTENT_REFUSED}`,
      };

const comma: Rule = (text) =>
  text.includes(',')
    ? { code: 'invalid_characters', message: 'must not have a comma, which separates names in queries' }
    : undefined;

const labelling = unlessPlain((text) => invisible(text) ?? sentence(text));

const identifying = unlessPlain((text) => invisible(text) ?? ambiguous(text) ?? sentence(text));

const displayed = unlessPlain((text) =>
  isVisibleName(text) && !/^ | $/.test(text)
    ? undefined
    : { code: 'invalid_characters', message: `${VISIBLE_ONLY}, nor spaces around it` },
);

const keyText: Rule = (text) =>
  text === '-'
    ? { code: 'reserved_value', message: "must not be '-', which stands for none" }
    : identifying(text);

/**
 * Reports what a rule finds, with the code of its problem. A text that is too long for any place is refused for that alone: on
 * megabytes, a normalization or a pattern could take hours.
 */
function first(rule: Rule) {
  return (context: z.core.ParsePayload<string>): void => {
    if (context.value.length > MAX_METADATA_BYTES) return;
    const problem = rule(context.value);
    if (!problem) return;
    const { code, message } = problem;
    context.issues.push({ code: 'custom', input: context.value, message, params: { code } });
  };
}
