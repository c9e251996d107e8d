import type { QualityResponse } from '@token-ledger/contract';
import { HOUR_MS, type ReadDeps, readTopConsumers, type TimeSpan } from '@token-ledger/core';
import { jsonInteger } from '../shared/http/json-values.ts';

const MAX_MODELS = 20;

/**
 * The models of which something had no price, the most frequent first. Unlike the comparisons it includes the hour under way,
 * so that a new model shows up as soon as its first call is recorded.
 */
export async function readUnpricedModels(
  ledger: ReadDeps,
  { fromMs, toMs }: TimeSpan,
): Promise<QualityResponse['unpriced']> {
  const { consumers } = await readTopConsumers(
    ledger,
    { kind: 'everything' },
    {
      // The hours that the range touches, as a whole: of frozen ones nothing else is known.
      fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS,
      toMs: Math.ceil(toMs / HOUR_MS) * HOUR_MS,
      kind: 'model',
      sort: 'unpricedRequests',
      minTokens: 0n,
      minRequests: 1n,
      limit: MAX_MODELS + 1,
    },
  );
  const unpriced = consumers.filter(({ totals }) => totals.unpricedRequests > 0n);
  return {
    models: unpriced
      .slice(0, MAX_MODELS)
      .map(({ id, totals }) => ({ model: id, requests: jsonInteger(totals.unpricedRequests) })),
    complete: unpriced.length <= MAX_MODELS,
  };
}
