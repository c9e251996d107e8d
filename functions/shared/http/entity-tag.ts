import { createHash } from 'node:crypto';
import type { HttpAnswer, HttpEvent } from './http-handler.ts';

/** 132 bits of a digest of anything that JSON can express: enough that no two values ever share it. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}

/** The answer, or 304 without a body for a caller who has it already by its tag. */
export function unlessUnchanged(event: HttpEvent, etag: string, answer: HttpAnswer): HttpAnswer {
  const headers = { ...answer.headers, etag };
  return matchesTag(event.headers['if-none-match'], etag)
    ? { statusCode: 304, headers }
    : { ...answer, headers };
}

/** Whether one of the tags of `If-None-Match` is this one. Weak and strong tags are equal to a reader. */
function matchesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag));
}
