import type { AnswerNotes } from '@token-ledger/contract';
import {
  CLOSING_GRACE_MS,
  type Freshness,
  type ReadDeps,
  type RebuildStore,
  type TimeSpan,
} from '@token-ledger/core';
import { digestOf, unlessUnchanged } from '../shared/http/entity-tag.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import type { ShownIdsDeps } from '../shared/http/shown-ids.ts';

interface RevalidationDeps {
  readonly ledger: { readonly store: Pick<RebuildStore, 'getCurrentRebuild'> };
  /** How long a caller may keep an answer about closed, rolled-up periods; 0 for not at all. */
  readonly cacheTtlSeconds: number;
}

/** What every question about usage needs. */
export interface QueryDeps extends RevalidationDeps, ShownIdsDeps {
  readonly ledger: ReadDeps & RevalidationDeps['ledger'];
}

/**
 * Lets the caller, but no cache in between, keep an answer about a range that is over and rolled up, and answers 304 while
 * it is unchanged. Late records, erasure and rebuilds can change it, and then its tag. No other answer may be kept.
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
  const headers = {
    'cache-control': `private, max-age=${cacheTtlSeconds}`,
    // In a browser that two people share, neither may see the other's answers.
    vary: 'authorization, x-api-key',
  };
  return unlessUnchanged(event, tagOf(body, rebuilt), { statusCode: 200, body, headers });
}

/** Whether a range is over and rolled up, so that only corrections change its statistics. */
function isSettled({ asOfMs, pendingHours }: Freshness, toMs: number): boolean {
  return toMs + CLOSING_GRACE_MS <= asOfMs && pendingHours.length === 0;
}

/** Weak, because it leaves out when the answer was made. A rebuild of the range always changes it. */
function tagOf(body: AnswerNotes, rebuilt: string): string {
  const { asOf: _, frozenBefore: __, ...content } = body;
  return `W/"${digestOf([content, rebuilt])}"`;
}
