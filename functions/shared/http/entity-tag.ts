import { createHash } from 'node:crypto';
import type { HttpAnswer, HttpEvent } from './http-handler.ts';

/** A digest of a JSON value, cut to 132 bits, which no two values share in practice. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** The answer, or 304 without a body for a caller who already has the answer of this tag. */
export function unlessUnchanged(event: HttpEvent, etag: string, answer: HttpAnswer): HttpAnswer {
  const headers = { ...answer.headers, etag };
  return matchesTag(event.headers['if-none-match'], etag)
    ? { statusCode: 304, headers }
    : { ...answer, headers };
}

/** Whether one of the tags of `If-None-Match` is this one. Weak and strong tags are equal here. */
function matchesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}
