import { createHmac, timingSafeEqual } from 'node:crypto';

/*
 * The cursor of a list: where the last page ended, signed together with the list it belongs to. A place made up by the
 * caller, or carried over from another list, is refused instead of answered with a wrong page.
 */

const SIGNATURE_BYTES = 32;

/** `list` is everything that must stay the same from page to page. */
export function encodePageCursor(place: string, list: string, key: Uint8Array): string {
  return Buffer.concat([sign(place, list, key), Buffer.from(place)]).toString('base64url');
}

/** The place, or undefined when the text is not a cursor this deployment made for this list. */
export function decodePageCursor(cursor: string, list: string, key: Uint8Array): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= SIGNATURE_BYTES) return undefined;
  const place = bytes.subarray(SIGNATURE_BYTES).toString();
  return timingSafeEqual(bytes.subarray(0, SIGNATURE_BYTES), sign(place, list, key)) ? place : undefined;
}

function sign(place: string, list: string, key: Uint8Array): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['page', list, place]))
    .digest();
}
