import * as z from 'zod/mini';
import { MAX_REQUEST_ID_LENGTH, MAX_TEXT_BYTES } from './limits.ts';

/*
 * The texts of a record: short, and of characters that every component can carry. Control characters have no place in
 * an id or a name; lone surrogates are not Unicode; SQS refuses messages that contain U+FFFE or U+FFFF.
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
export const shortText = () =>
  z.string('must be a text').check(
    z.refine((text) => text.length > 0 && fitsInUtf8(text, MAX_TEXT_BYTES), {
      error: `must be 1 to ${MAX_TEXT_BYTES} bytes of UTF-8`,
      params: { code: 'invalid_length' },
    }),
    portable(),
    // The limit is in bytes, which are never fewer than characters.
    z.meta({ minLength: 1, maxLength: MAX_TEXT_BYTES }),
  );

/** A name that is also stored as a key, where `-` stands for "none". */
export const name = () => shortText().check(notReserved());

/** A request id: 1 to 128 characters. */
export const requestId = () =>
  z.string('must be a text').check(
    z.refine((text) => text.length > 0 && text.length <= MAX_REQUEST_ID_LENGTH, {
      error: `must be 1 to ${MAX_REQUEST_ID_LENGTH} characters`,
      params: { code: 'invalid_length' },
    }),
    portable(),
    notReserved(),
    z.meta({ minLength: 1, maxLength: MAX_REQUEST_ID_LENGTH }),
  );

/** A text whose length is limited elsewhere. */
export const portableText = () => z.string('must be a text').check(portable());

function portable() {
  return z.refine<string>((text) => text.isWellFormed() && !/[\p{Cc}\uFFFE\uFFFF]/u.test(text), {
    error: 'must not contain control characters, lone surrogates, U+FFFE or U+FFFF',
    params: { code: 'invalid_characters' },
  });
}

function notReserved() {
  return z.refine<string>((text) => text !== '-', {
    error: "must not be '-', which stands for none",
    params: { code: 'reserved_value' },
  });
}
