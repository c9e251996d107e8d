import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { mapConcurrently, type SendMessages, type SendOutcome } from '@token-ledger/core';
import { backoffMs, wait as sleep, type Wait } from '../retry.ts';

/** The most entries SQS takes in one call. */
const ENTRIES_PER_CALL = 10;
const BYTES_PER_CALL = 1024 * 1024;
/** The largest message a queue of this product takes. */
const BYTES_PER_BODY = 256 * 1024;
const CONCURRENT_CALLS = 8;
const MAX_RETRIES = 2;

export interface SqsMessageSenderOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** How long each message waits before it is delivered: at most 900. Default: not at all. */
  readonly delaySeconds?: number;
  readonly wait?: Wait;
}

interface Entry {
  readonly index: number;
  readonly body: string;
  readonly bytes: number;
}

/** Sends messages of usage to one queue. */
export function createSqsMessageSender({
  client,
  queueUrl,
  delaySeconds = 0,
  wait = sleep,
}: SqsMessageSenderOptions): SendMessages {
  return async (bodies) => {
    const entries = bodies.map((body, index) => ({ index, body, bytes: Buffer.byteLength(body) }));
    const outcomes = entries.map(({ bytes }): SendOutcome => {
      return {
        kind: 'failed',
        error: new RangeError(`The message has ${bytes} bytes; at most ${BYTES_PER_BODY} are allowed.`),
      };
    });
    const sendable = batches(entries.filter(({ bytes }) => bytes <= BYTES_PER_BODY));
    await mapConcurrently(sendable, CONCURRENT_CALLS, (batch) => sendBatch(batch, outcomes));
    return outcomes;
  };

  /** Sets the outcome of every entry. Retries failures that are not the message's fault. */
  async function sendBatch(batch: readonly Entry[], outcomes: SendOutcome[]): Promise<void> {
    let pending = batch;
    for (let retry = 0; pending.length > 0; retry += 1) {
      const refused: Entry[] = [];
      try {
        const { Successful, Failed } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: queueUrl,
            Entries: pending.map(({ index, body }) => ({
              Id: String(index),
              MessageBody: body,
              ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
            })),
          }),
        );
        const sent = new Set(Successful?.map(({ Id }) => Id));
        for (const entry of pending) {
          if (sent.has(String(entry.index))) {
            outcomes[entry.index] = { kind: 'sent' };
            continue;
          }
          const failure = Failed?.find(({ Id }) => Id === String(entry.index));
          const error = new Error(
            `SQS refused a message: ${failure?.Code ?? 'no outcome'} ${failure?.Message ?? ''}`,
          );
          outcomes[entry.index] = { kind: 'failed', error };
          if (failure && !failure.SenderFault) refused.push(entry);
        }
      } catch (error) {
        // The SDK has already retried the call as a whole.
        for (const { index } of pending) outcomes[index] = { kind: 'failed', error };
      }
      if (retry === MAX_RETRIES) return;
      pending = refused;
      if (pending.length > 0) await wait(backoffMs(retry));
    }
  }
}

/** In order, as many entries per call as fit. */
function batches(entries: readonly Entry[]): Entry[][] {
  const result: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const last = result.at(-1);
    if (last && last.length < ENTRIES_PER_CALL && entry.bytes <= room) last.push(entry);
    else {
      result.push([entry]);
      room = BYTES_PER_CALL;
    }
    room -= entry.bytes;
  }
  return result;
}
