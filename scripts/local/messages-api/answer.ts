import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * How a call goes: `retry` is overloaded at the first attempt; `error` and `cut` break off in mid-stream; a stream that is
 * `endless` goes on until the caller leaves, so that no slow caller comes too late to leave it.
 */
export type CallMode = 'ok' | 'retry' | 'error' | 'cut' | 'endless' | 'large';

/** What the API knows of a call. */
export interface BilledCall {
  readonly messageId: string;
  readonly streamed: boolean;
  /** Output tokens of each event with usage, in the order in which they were written. */
  readonly outputTokens: number[];
  /** Whether all of the answer was written. */
  complete: boolean;
  /** Content events that were written. */
  deltas: number;
  /** When the caller closed the connection before the end, by `performance.now()`. */
  closedAtMs?: number;
}

export interface AnswerStyle {
  /** The usage of every call, but for its output tokens. */
  readonly usage: object;
  /** The text of a whole answer. */
  readonly answer: string;
  /** The text of one content event. */
  readonly word: string;
  /** Content events of a streamed answer. Default: 20. */
  readonly deltas?: number;
  /** Between two of them. Default: 1 ms. */
  readonly deltaMs?: number;
}

const WHOLE_TOKENS = 7;
const BROKEN_AFTER_DELTAS = 5;
const LARGE_DELTA_BYTES = 10_000;

/** What a message says, without streaming. */
export function answerWhole(call: BilledCall, { usage, answer }: AnswerStyle): object {
  call.outputTokens.push(WHOLE_TOKENS);
  call.complete = true;
  const content = [{ type: 'text', text: answer }];
  return { content, stop_reason: 'end_turn', usage: { ...usage, output_tokens: WHOLE_TOKENS } };
}

/** Writes a message event by event, as far as the mode lets it and the caller reads. */
export async function stream(
  response: ServerResponse,
  call: BilledCall,
  message: object,
  mode: CallMode,
  { usage, word, deltas = 20, deltaMs = 1 }: AnswerStyle,
): Promise<void> {
  const write = async (type: string, data: object) => {
    if (response.destroyed) return;
    if (!response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`))
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
  };
  const billing = async (type: string, outputTokens: number, data: object) => {
    call.outputTokens.push(outputTokens);
    await write(type, data);
  };
  const begun = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  await billing('message_start', 1, { message: begun });
  await write('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  const last = mode === 'endless' ? Number.POSITIVE_INFINITY : deltas;
  const text = mode === 'large' ? 'x'.repeat(LARGE_DELTA_BYTES) : word;
  for (let index = 1; index <= last && !response.destroyed; index += 1) {
    await write('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
    call.deltas = index;
    if (deltaMs > 0) await delay(deltaMs);
    if (mode === 'error' && index === BROKEN_AFTER_DELTAS) {
      await write('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
      response.end();
      return;
    }
    if (mode === 'cut' && index === BROKEN_AFTER_DELTAS) {
      response.destroy();
      return;
    }
    // Cumulative, as the API has it, and sometimes before the end.
    if (index === Math.floor(last / 2))
      await billing('message_delta', 50, { delta: { stop_reason: null }, usage: { output_tokens: 50 } });
  }
  if (response.destroyed) return;
  const end = { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 150, input_tokens: null } };
  await billing('message_delta', 150, end);
  call.complete = !response.destroyed;
  response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
}

function once(response: ServerResponse, event: string): Promise<void> {
  return new Promise((resolve) => {
    response.once(event, () => resolve());
  });
}
