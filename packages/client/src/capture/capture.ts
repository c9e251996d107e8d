import { defaultLedger } from '../default-ledger.ts';
import { LedgerError } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { UsageContext } from '../usage-record.ts';
import { bodyUsage } from './body-usage.ts';
import type { CapturedCall } from './captured-call.ts';
import { currentContext, merged } from './context.ts';
import { EventSplitter } from './event-splitter.ts';
import { StreamUsage } from './stream-usage.ts';
import { tap } from './tap.ts';

/** Values for a captured call, or a function that returns them for its request. */
export type UsageContextOf = UsageContext | ((request: { readonly url: string }) => UsageContext);

export interface CaptureOptions {
  /** Default: the ledger of `TOKEN_LEDGER_URL` and `TOKEN_LEDGER_KEY`. */
  readonly ledger?: Ledger;
  /** User, feature and metadata of what is captured. Those of `withUsageContext` win. */
  readonly context?: UsageContextOf;
}

/** The gateway has recorded the call itself. */
const RECORDED_HEADER = 'x-token-ledger';

/** Calls that are billed, on Anthropic's API and, as the SDKs address it there, on Vertex. */
const BILLED_PATH = /\/v1\/messages$|:(?:stream)?rawPredict$/i;
/** Results of a batch: one line, and one record, for each of its calls. */
const BATCH_RESULTS_PATH = /\/v1\/messages\/batches\/[^/]+\/results$/;

/**
 * Observes a response on its way to the caller and reports what the call used when the body ends: once for a message, partial
 * if it breaks off, and once for each result of a batch. The caller receives the same bytes at the same time; what cannot
 * be read is left alone.
 */
export function captureResponse(
  response: Response,
  request: { readonly url: string; readonly startedAtMs: number },
  options: CaptureOptions,
): Response {
  const ledger = options.ledger ?? defaultLedger();
  try {
    const { pathname } = new URL(request.url);
    const observed = BILLED_PATH.test(pathname) || BATCH_RESULTS_PATH.test(pathname);
    if (!observed || !response.ok || response.headers.get(RECORDED_HEADER) === 'recorded') return response;
    if (typeof response.body?.getReader !== 'function') return response;
    const context = contextOf(options, request);
    const report = (call: CapturedCall, name: string | undefined) => {
      const { messageId, stopReason, ...rest } = call;
      ledger.collect({
        ...context,
        ...rest,
        ...(name !== undefined && { requestId: name }),
        ...(messageId !== undefined && { messageId }),
        ...(stopReason !== undefined && { stopReason }),
        occurredAt: request.startedAtMs,
        endpoint: '/v1/messages',
      });
    };
    return observe(response, BATCH_RESULTS_PATH.test(pathname), report);
  } catch (cause) {
    ledger.onError(
      new LedgerError('not_captured', 'A response could not be observed.', { records: 1, cause }),
    );
    return response;
  }
}

type Report = (call: CapturedCall, requestId: string | undefined) => void;

function observe(response: Response, isBatchResults: boolean, report: Report): Response {
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

function contextOf({ context = {} }: CaptureOptions, request: { readonly url: string }): UsageContext {
  const own = typeof context === 'function' ? context({ url: request.url }) : context;
  return merged(own, currentContext());
}
