/** What may serve as the identity of a reported call, best first. */
export interface IdentitySources {
  /** Said explicitly: the `request-id` header of Anthropic's response, or an id of the producer's own. */
  readonly requestId?: string | undefined;
  /** The id of Anthropic's message, `msg_…`. */
  readonly messageId?: string | undefined;
  readonly idempotency?: IdempotentRequest | undefined;
}

/** A record's place in a request that carries an `Idempotency-Key`. */
export interface IdempotentRequest {
  /** Keys of different callers never meet. */
  readonly callerKeyId: string;
  readonly key: string;
  /** The record's index in the request: the same body must be sent again, in the same order. */
  readonly index: number;
}

/**
 * The request id under which a call counts once, or undefined when nothing tells it. Never invented: a random id would
 * turn every retry of the producer into another call.
 */
export function identify({ requestId, messageId, idempotency }: IdentitySources): string | undefined {
  if (requestId !== undefined) return requestId;
  if (messageId !== undefined) return messageId;
  return idempotency && `${idempotency.callerKeyId}:${idempotency.key}:${idempotency.index}`;
}

/** 1 to 64 printable ASCII characters without spaces, which leaves room for caller and index in 128 characters. */
export function isIdempotencyKey(text: string): boolean {
  return /^[\x21-\x7e]{1,64}$/.test(text);
}
