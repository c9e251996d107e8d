import type { AccessKeyPrincipal, IdempotencyStore } from '@token-ledger/core';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import type { IdempotentBody } from './read-request.ts';

interface BindingDeps {
  readonly idempotency: IdempotencyStore;
  readonly telemetry: Telemetry;
}

/**
 * Binds the `Idempotency-Key` of a request to its body, before any record of it is stored: under another body the identities
 * made from the key would be those of other records, which would then never count.
 *
 * @throws ProblemError if the key is bound to another body, or if it is not known whether it is.
 */
export async function bindIdempotencyKey(
  { idempotency, telemetry }: BindingDeps,
  { accessKeyId: callerKeyId }: AccessKeyPrincipal,
  body: IdempotentBody,
  receivedAtMs: number,
): Promise<void> {
  const bound = await idempotency.bindKey({ callerKeyId, ...body, receivedAtMs }).catch((error: unknown) => {
    telemetry.logger.error('An Idempotency-Key could not be bound to its body.', { error: error as Error });
    throw new ProblemError('not_stored', {
      detail:
        'The check whether the Idempotency-Key is new failed. Nothing was stored; send the request again.',
    });
  });
  if (bound) return;
  throw new ProblemError('idempotency_key_reused', {
    detail:
      'This Idempotency-Key was used with another body before. Send that body again byte for byte, or this one under a new key. ' +
      'Nothing of this request was stored.',
  });
}
