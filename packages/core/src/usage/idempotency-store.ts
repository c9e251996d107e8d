import { DAY_MS } from '../time/bucket.ts';

/** So many days after its last use an `Idempotency-Key` may come with another body. */
export const IDEMPOTENCY_DAYS = 7;

/** A request that carries an `Idempotency-Key`. */
export interface KeyedRequest {
  /** Keys of different callers never meet. */
  readonly callerKeyId: string;
  readonly key: string;
  /** Equal for equal bodies, different for different ones. */
  readonly bodyDigest: string;
  readonly receivedAtMs: number;
}

/** Which body each `Idempotency-Key` came with. */
export interface IdempotencyStore {
  /**
   * Binds the key to the body for the next `IDEMPOTENCY_DAYS`. False, and nothing changes, while the key is bound to
   * another body. Repeating the call, for example after its answer got lost, returns the same.
   */
  bindKey(request: KeyedRequest): Promise<boolean>;
}

export function keyBoundUntilMs({ receivedAtMs }: Pick<KeyedRequest, 'receivedAtMs'>): number {
  return receivedAtMs + IDEMPOTENCY_DAYS * DAY_MS;
}
