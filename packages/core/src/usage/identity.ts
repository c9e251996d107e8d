import { compareIds } from '../util/compare-ids.ts';

/** What may serve as the identity of a reported call, best first. */
export interface IdentitySources {
  /** Given explicitly: the `request-id` header of Anthropic's response, or an id of the producer's own. */
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

/** The names of a call: the one it is stored under, and perhaps another. */
export interface CallNames {
  readonly requestId: string;
  readonly otherName?: string;
}

/** How ids made from an `Idempotency-Key` begin. A producer's own id that begins so is refused. */
export const IDEMPOTENT_ID_PREFIX = 'idem:';

/**
 * The names under which a call counts once, or undefined when it has none. Never invented: a random id would turn every
 * retry of the producer into another call.
 *
 * A second name is only kept where one is Anthropic's message id and the other is not. So names are tied from message to
 * request, and no reports can tie them in a circle.
 */
export function identify({ requestId, messageId, idempotency }: IdentitySources): CallNames | undefined {
  if (requestId !== undefined) {
    const tied = messageId !== undefined && isMessageId(messageId) && !isMessageId(requestId);
    return { requestId, ...(tied && { otherName: messageId }) };
  }
  if (messageId !== undefined) return { requestId: messageId };
  if (!idempotency) return undefined;
  const { callerKeyId, key, index } = idempotency;
  return { requestId: `${IDEMPOTENT_ID_PREFIX}${callerKeyId}:${key}:${index}` };
}

function isMessageId(name: string): boolean {
  return name.startsWith('msg_');
}

/** 1 to 64 printable ASCII characters without spaces, which leaves room for caller and index in 128 characters. */
export function isIdempotencyKey(text: string): boolean {
  return /^[\x21-\x7e]{1,64}$/.test(text);
}

/** Orders keys by name, then access key. */
export function compareKeys(a: NamedKey, b: NamedKey): number {
  return compareIds(a.requestId, b.requestId) || compareIds(a.accessKeyId, b.accessKeyId);
}

interface NamedKey {
  readonly accessKeyId: string;
  readonly requestId: string;
}

/** A record's key as one text, for maps; no two keys have the same. */
export function keyText({ accessKeyId, requestId }: NamedKey): string {
  return `${accessKeyId.length} ${accessKeyId}${requestId}`;
}
