import { createHash } from 'node:crypto';
import type { AnswerNotes } from '@token-ledger/contract';
import { CLOSING_GRACE_MS, type Freshness, type RebuildStore, type TimeSpan } from '@token-ledger/core';
import { matchesTag } from '../shared/http/entity-tag.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';

export interface RevalidationDeps {
  readonly ledger: { readonly store: Pick<RebuildStore, 'getCurrentRebuild'> };
  /** How long a caller may keep an answer about closed, rolled-up periods; 0 for not at all. */
  readonly cacheTtlSeconds: number;
}

/**
 * Lets the caller alone, no cache between, keep an answer about what is over and rolled up, and tells whoever has it still
 * that nothing changed. Only late records, erasure and rebuilds can change it; what does, changes the tag. Everything
 * else is not to be kept.
 */
export async function withRevalidation(
  { ledger, cacheTtlSeconds }: RevalidationDeps,
  { event }: HttpRequest,
  range: TimeSpan,
  freshness: Freshness,
  body: AnswerNotes,
): Promise<HttpAnswer> {
  if (cacheTtlSeconds === 0 || !isSettled(freshness, range.toMs)) return { statusCode: 200, body };
  const rebuild = await ledger.store.getCurrentRebuild();
  const rebuilt = rebuild && rebuild.fromMs < range.toMs && rebuild.toMs > range.fromMs ? rebuild.id : '';
  const etag = tagOf(body, rebuilt);
  const headers = {
    'cache-control': `private, max-age=${cacheTtlSeconds}`,
    // A browser that two people use must not show one what the other was answered.
    vary: 'authorization, x-api-key',
    etag,
  };
  const kept = matchesTag(event.headers['if-none-match'], etag);
  return kept ? { statusCode: 304, headers } : { statusCode: 200, body, headers };
}

/** Over, rolled up, and not to change but by late records. */
function isSettled({ asOfMs, pendingHours }: Freshness, toMs: number): boolean {
  return toMs + CLOSING_GRACE_MS <= asOfMs && pendingHours.length === 0;
}

/** Weak: the moment an answer was made is no part of what it tells. Whoever had the range rebuilt surely gets it anew. */
function tagOf(body: AnswerNotes, rebuilt: string): string {
  const { asOf: _, frozenBefore: __, ...content } = body;
  const digest = createHash('sha256')
    .update(JSON.stringify([content, rebuilt]))
    .digest('base64url');
  return `W/"${digest.slice(0, 22)}"`;
}
