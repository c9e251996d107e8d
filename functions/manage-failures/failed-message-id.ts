import { FAILED_MESSAGE_QUEUES, type FailedMessageQueue } from '@token-ledger/contract';
import type { QuarantinePlace } from '@token-ledger/core';

/*
 * The id of a failed message: `live.<id of the queue>`, or `quarantine.<day>.<id in base64url>`. It names one message
 * for ever, so an operation on an id reaches the message that was listed under it, and no other.
 */

export type FailedMessageName =
  | { readonly place: FailedMessageQueue; readonly messageId: string }
  | ({ readonly place: 'quarantine' } & QuarantinePlace);

export function encodeDeadLetterId(queue: FailedMessageQueue, messageId: string): string {
  return `${queue}.${messageId}`;
}

export function encodeQuarantinedId({ day, id }: QuarantinePlace): string {
  return `quarantine.${day}.${Buffer.from(id).toString('base64url')}`;
}

/** Undefined for a text that never was such an id. */
export function decodeFailedMessageId(text: string): FailedMessageName | undefined {
  const [place, first = '', second = '', ...more] = text.split('.');
  if (first === '' || more.length > 0) return undefined;
  const queue = FAILED_MESSAGE_QUEUES.find((name) => name === place);
  if (queue) return second === '' ? { place: queue, messageId: first } : undefined;
  if (place !== 'quarantine' || !/^\d{8}$/.test(first)) return undefined;
  const id = Buffer.from(second, 'base64url').toString();
  const name = { place, day: first, id } as const;
  // Only one text stands for an id, and a key of the store is not empty and has a length.
  return id !== '' && id.length <= 200 && encodeQuarantinedId(name) === text ? name : undefined;
}
