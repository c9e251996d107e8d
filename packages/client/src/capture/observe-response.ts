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

/** Receives a call, and the name that the headers of its response give it. */
type ReportCall = (call: CapturedCall, requestId: string | undefined) => void;

/**
 * The response, observed if it says what calls used: its body then reports that as the caller reads it, a message once, when its
 * body ends, breaks or is given up, and each result of a batch as its line passes by. Any other response is returned as it is.
 */
export function observeResponse(response: Response, url: string, report: ReportCall): Response {
  const { pathname } = new URL(url);
  const isBatchResults = BATCH_RESULTS_PATH.test(pathname);
  if (!(isBatchResults || BILLED_PATH.test(pathname)) || !response.ok) return response;
  if (typeof response.body?.getReader !== 'function') return response;
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
        if (call) report(call, requestId);
      },
    );
  }
  // The request id of a download names the download, not the calls whose results it has.
  return bodyUsage(response, isBatchResults, (call) => report(call, isBatchResults ? undefined : requestId));
}

/** The record of an observed call; what only the caller knows is missing. */
export function capturedRecord(
  { messageId, stopReason, ...rest }: CapturedCall,
  requestId: string | undefined,
  startedAtMs: number,
): UsageRecord {
  return {
    ...rest,
    ...(requestId !== undefined && { requestId }),
    ...(messageId !== undefined && { messageId }),
    ...(stopReason !== undefined && { stopReason }),
    occurredAt: startedAtMs,
    endpoint: '/v1/messages',
  };
}
