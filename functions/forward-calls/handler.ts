import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Gateway } from '@token-ledger/gateway';
import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import type { Telemetry } from '../shared/telemetry.ts';

/** What is left of the function's time when a call is ended, so that its record can still be sent. */
const RESERVED_MS = 10_000;

/** What stands before the body of a streamed response. */
interface ResponseHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ForwardCallsDeps {
  readonly gateway: Gateway;
  /** Puts status and headers before a body; `awslambda.HttpResponseStream.from`. */
  readonly openResponse: (stream: Writable, head: ResponseHead) => Writable;
  readonly telemetry: Telemetry;
}

/**
 * Streams the answer to a call through a function URL. Lambda does not notice when a caller goes away, so the answer is read to
 * its end, and the record is complete. The record is sent after the last byte: the caller does not wait for it.
 */
export function createHandler({ gateway, openResponse, telemetry }: ForwardCallsDeps) {
  return async (
    event: LambdaFunctionURLEvent,
    stream: Writable,
    context: Pick<Context, 'getRemainingTimeInMillis'>,
  ): Promise<void> => {
    const outOfTime = new AbortController();
    const timer = setTimeout(() => outOfTime.abort(), context.getRemainingTimeInMillis() - RESERVED_MS);
    try {
      const call = await gateway({ ...callOf(event), signal: outOfTime.signal });
      const body = openResponse(stream, headOf(call.response));
      const complete = await write(call.response, body, outOfTime.signal);
      await call.finish(complete);
      // Lambda breaks the response off, as the source was. What was known is recorded.
      if (!complete && !body.writableEnded) throw new Error('An answer broke off before its end.');
    } finally {
      clearTimeout(timer);
      telemetry.flush();
    }
  };
}

function callOf({
  rawPath,
  rawQueryString,
  headers,
  body = '',
  isBase64Encoded,
  requestContext,
}: LambdaFunctionURLEvent) {
  return {
    method: requestContext.http.method,
    target: rawQueryString === '' ? rawPath : `${rawPath}?${rawQueryString}`,
    headers: new Headers(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, inBytes(value)]],
      ),
    ),
    body: async () => Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
  };
}

/** `Headers` takes a character for each byte, and throws at others. */
function inBytes(value: string): string {
  const isInBytes = Array.from(value).every((character) => (character.codePointAt(0) ?? 0) <= 0xff);
  return isInBytes ? value : Buffer.from(value).toString('latin1');
}

/** Lambda sends the body in chunks of its own, without a length. */
function headOf({ status, headers }: Response): ResponseHead {
  const { 'content-length': _, ...others } = Object.fromEntries(headers);
  return { statusCode: status, headers: others };
}

/** As Anthropic has it, when something fails in the middle of a stream. The event before it may be cut short. */
const BROKEN_STREAM =
  '\n\nevent: error\ndata: {"type":"error","error":{"type":"api_error","message":"The stream broke off."}}\n\n';

/**
 * Passes a body on; returns whether it came to its end. A stream that broke ends with an event that says so: Lambda would
 * show its caller an ordinary end. Once the function is out of time, it waits for no caller, neither to read on nor to read to the
 * end: the record must still be sent.
 */
async function write(
  { body: source, headers }: Response,
  target: Writable,
  outOfTime: AbortSignal,
): Promise<boolean> {
  try {
    // Status and headers go with the first bytes, and a response without any would keep the caller waiting.
    if (!source) target.write('');
    else
      for await (const chunk of source as AsyncIterable<Uint8Array>)
        if (!target.write(chunk)) await once(target, 'drain', { signal: outOfTime });
    target.end();
    return true;
  } catch {
    if (headers.get('content-type')?.includes('text/event-stream')) target.end(BROKEN_STREAM);
    return false;
  }
}
