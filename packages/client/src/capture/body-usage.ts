import type { AnthropicUsage } from '../usage-record.ts';
import type { CapturedCall } from './captured-call.ts';
import { tap } from './tap.ts';

interface Message {
  readonly type?: string;
  readonly id?: string;
  readonly model?: string;
  readonly stop_reason?: string | null;
  readonly usage?: AnthropicUsage;
}

interface BatchLine {
  readonly result?: { readonly type?: string; readonly message?: unknown };
}

/** More of a line than this is not held; Anthropic's largest answers stay far below. */
const MAX_LINE_CHARACTERS = 33_554_432;

/**
 * Reads a message, or with `lines` the results of a batch line by line, once the body has passed by. Without `lines`, `report`
 * is called once, with nothing if the body broke off.
 */
export function bodyUsage(
  response: Response,
  lines: boolean,
  report: (call: CapturedCall | undefined) => void,
): Response {
  const decoder = new TextDecoder();
  let rest = '';
  let tooLong = false;
  const read = (text: string) => {
    const call = lines ? batchResult(text) : message(text);
    if (call) report(call);
  };
  return tap(
    response,
    (chunk) => {
      if (!tooLong) rest += decoder.decode(chunk, { stream: true });
      if (lines) {
        const complete = rest.split('\n');
        rest = complete.pop() ?? '';
        for (const line of complete) read(line);
      }
      if (rest.length <= MAX_LINE_CHARACTERS) return;
      tooLong = true;
      rest = '';
    },
    (complete) => {
      if (complete) read(rest);
      else if (!lines) report(undefined);
    },
  );
}

function message(text: string): CapturedCall | undefined {
  const { type, id, model, stop_reason: stopReason, usage } = (parse(text) ?? {}) as Message;
  if (type !== 'message' || !model || !usage) return undefined;
  return { messageId: id, model, stopReason: stopReason ?? undefined, usage, status: 'ok' };
}

/** Only calls that succeeded were billed. */
function batchResult(line: string): CapturedCall | undefined {
  const { result } = (parse(line) ?? {}) as BatchLine;
  return result?.type === 'succeeded' ? message(JSON.stringify(result.message)) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
