import { MAX_PRICES_BODY_BYTES, pricesRequestSchema } from '@token-ledger/contract';
import { changeOverrides, type PriceOverride } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { invalidInput, readInput } from '../shared/http/read-json-body.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import type { GetPricesDeps } from './get-prices.ts';
import { presentPrices } from './present-prices.ts';

type PutPricesDeps = GetPricesDeps & LogDeps;

/** `PUT /v1/prices`: replaces all overrides. Repeating it changes nothing. */
export async function putPrices(
  { prices, telemetry }: PutPricesDeps,
  { event }: HttpRequest,
): Promise<HttpAnswer> {
  const what = 'price list';
  const { overrides, expectedRevision } = await readInput(pricesRequestSchema, event, {
    maxBytes: MAX_PRICES_BODY_BYTES,
    what,
  });
  // The schema checked the shape only; `changeOverrides` checks the prices and returns problems with their paths.
  const change = await changeOverrides(prices, overrides as readonly PriceOverride[], expectedRevision);
  switch (change.kind) {
    case 'invalid':
      throw invalidInput(what, change.problems);
    case 'outdated':
      throw new ProblemError('prices_changed', {
        detail: `The prices now have revision ${change.latestRevision}, not ${expectedRevision}.`,
        extensions: { revision: change.latestRevision },
      });
    case 'changed':
      telemetry.logger.info('The prices were changed.', { revision: change.current.revision });
      return { statusCode: 200, body: presentPrices(change) };
    case 'unchanged':
      return { statusCode: 200, body: presentPrices(change) };
  }
}
