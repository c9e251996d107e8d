import type { UsageRecord } from '../usage-record.ts';
import { bodyUsage } from './body-usage.ts';
import type { CapturedCall } from './captured-call.ts';
import { EventSplitter } from './event-splitter.ts';
import { StreamUsage } from './stream-usage.ts';
import { tap } from './tap.ts';

/** Calls that are billed, on Anthropic's API and, as the SDKs address it there, on Vertex. */
const BILLED_PATH = /\/v1\/messages$|:(?:stream)?rawPredict$/i;
/** Results of a batch: one line, and one record, for each of its calls. */
const BATCH_RESULTS_PATH = /\/v1\/messages\/batches\/[^/]+\/results$/;

/** A call that a response answers, with the name that its headers give it. */
export interface ObservedCall extends CapturedCall {
  readonly requestId: string | undefined;
}

/** Whether a response says what calls used: an answered message, or the results of a batch. */
export function hasUsage(response: Response, url: string): boolean {
  const { pathname } = new URL(url);
  const billed = BILLED_PATH.test(pathname) || BATCH_RESULTS_PATH.test(pathname);
  return billed && response.ok && typeof response.body?.getReader === 'function';
}

/**
 * The same response, whose body reports what it says about usage as the caller reads it: a message once, when its body ends,
 * breaks or is given up, and each result of a batch as its line passes by.
 */
export function observeResponse(
  response: Response,
  url: string,
  report: (call: ObservedCall) => void,
): Response {
  if (!hasUsage(response, url)) return response;
  const { headers } = response;
  // Bedrock names a call in a header of its own, by which its logs know it, too.
  const requestId = headers.get('request-id') ?? headers.get('x-amzn-requestid') ?? undefined;
  if (headers.get('content-type')?.includes('text/event-stream')) {
    const stream = new StreamUsage();
    const splitter = new EventSplitter((event) => stream.add(event));
    return tap(
      response,
      (chunk) => splitter.feed(chunk),
      () => {
        const call = stream.result();
        if (call) report({ ...call, requestId });
      },
    );
  }
  // The request id of a download names the download, not the calls whose results it has.
  const isBatchResults = BATCH_RESULTS_PATH.test(new URL(url).pathname);
  return bodyUsage(response, isBatchResults, (call) =>
    report({ ...call, requestId: isBatchResults ? undefined : requestId }),
  );
}

/** The record of an observed call; what only the caller knows is missing. */
export function capturedRecord(call: ObservedCall, startedAtMs: number): UsageRecord {
  const { requestId, messageId, stopReason, ...rest } = call;
  return {
    ...rest,
    ...(requestId !== undefined && { requestId }),
    ...(messageId !== undefined && { messageId }),
    ...(stopReason !== undefined && { stopReason }),
    occurredAt: startedAtMs,
    endpoint: '/v1/messages',
  };
}
