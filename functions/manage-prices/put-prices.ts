import { MAX_PRICES_BODY_BYTES, type Problem, pricesRequestSchema, toProblems } from '@token-ledger/contract';
import { changeOverrides, type PriceOverride } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';
import type { ManagePricesDeps } from './handler.ts';
import { presentPrices } from './present-prices.ts';

/** `PUT /v1/prices`: replaces all overrides. The same again changes nothing. */
export async function putPrices(
  { prices, telemetry }: ManagePricesDeps,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const body = await readJsonBody(event, MAX_PRICES_BODY_BYTES);
  const parsed = z.safeParse(pricesRequestSchema, body);
  if (!parsed.success) throw invalid(toProblems(parsed.error.issues, body, ''));
  const { overrides, expectedRevision } = parsed.data;
  // The shape is right; that the prices are, is found out next, and told with their places.
  const change = await changeOverrides(prices, overrides as readonly PriceOverride[], expectedRevision);
  switch (change.kind) {
    case 'invalid':
      throw invalid(change.problems);
    case 'outdated':
      throw new ProblemError('prices_changed', {
        detail: `The prices are those of revision ${change.latestRevision} by now, not of ${expectedRevision}.`,
        extensions: { revision: change.latestRevision },
      });
    case 'changed':
      telemetry.logger.info('The prices were changed.', { revision: change.current.revision });
      return { statusCode: 200, body: presentPrices(change) };
    case 'unchanged':
      return { statusCode: 200, body: presentPrices(change) };
  }
}

function invalid(errors: readonly Problem[]): ProblemError {
  return new ProblemError('invalid_request', { detail: 'The prices are not valid.', errors });
}
