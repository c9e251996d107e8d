import { bodyUsage } from './body-usage.ts';
import type { CapturedCall } from './captured-call.ts';
import { EventSplitter } from './event-splitter.ts';
import { StreamUsage } from './stream-usage.ts';
import { tap } from './tap.ts';

/**
 * Calls that are billed, on Anthropic's API and, as the SDKs address it there, on Vertex; and results of a batch: one line, and
 * one record, for each of its calls.
 */
const BILLED_PATH = /\/v1\/messages(\/batches\/[^/]+\/results)?$|:(?:stream)?rawPredict$/i;

/** What is known of the request that a response answers. */
export interface ObservedRequest {
  readonly url: string;
  /** Text, if it is known. */
  readonly body?: unknown;
  /** Aborted by a caller who gives the response up. */
  readonly signal?: AbortSignal | null | undefined;
}

/** Receives a call, and the name that the headers of its response give it. */
type ReportCall = (call: CapturedCall, requestId: string | undefined) => void;

/**
 * The response, observed if it says what calls used: its body then reports that as the caller reads it, a message once, when its
 * body ends, breaks or is given up, and each result of a batch as its line passes by. Any other response is returned as it is.
 */
export function observeResponse(response: Response, request: ObservedRequest, report: ReportCall): Response {
  const { body, headers, ok } = response;
  const billed = ok && BILLED_PATH.exec(new URL(request.url).pathname);
  if (!billed || typeof body?.getReader !== 'function') return response;
  // Bedrock names a call in a header of its own, by which its logs know it, too.
  const requestId = headers.get('request-id') ?? headers.get('x-amzn-requestid') ?? undefined;
  // The request id of a download names the download, not the calls whose results it has.
  if (billed[1]) return bodyUsage(response, true, (call) => call && report(call, undefined));
  const reportOnce = (call: CapturedCall | undefined) => {
    const known = call ?? (requestId && unreadCall(request));
    if (known) report(known, requestId);
  };
  if (!headers.get('content-type')?.includes('text/event-stream'))
    return bodyUsage(response, false, reportOnce);
  const stream = new StreamUsage();
  const splitter = new EventSplitter((event) => stream.add(event));
  return tap(
    response,
    (chunk) => splitter.feed(chunk),
    () => reportOnce(stream.result()),
    request.signal,
  );
}

/** A call that was answered, but left or cut off before the answer stated any usage: all that is known is that it was made. */
function unreadCall({ url, body }: ObservedRequest): CapturedCall | undefined {
  const model = modelOf(body) ?? /\/models\/([^/:]+):/.exec(url)?.[1];
  return model ? { model, usage: { output_tokens: 0 }, status: 'partial' } : undefined;
}

function modelOf(body: unknown): string | undefined {
  return typeof body === 'string' ? (JSON.parse(body) as { model?: string }).model : undefined;
}
