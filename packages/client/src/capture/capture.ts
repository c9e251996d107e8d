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

/** What is known of the request that a response answers. */
interface ObservedRequest {
  readonly url: string;
  readonly body: unknown;
  readonly startedAtMs: number;
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
  request: ObservedRequest,
  options: CaptureOptions,
): Response {
  const ledger = options.ledger ?? defaultLedger();
  try {
    const { pathname } = new URL(request.url);
    const observed = BILLED_PATH.test(pathname) || BATCH_RESULTS_PATH.test(pathname);
    if (!observed || !response.ok || response.headers.get(RECORDED_HEADER) === 'recorded') return response;
    if (typeof response.body?.getReader !== 'function') return response;
    const context = contextOf(options, request);
    const report = (call: CapturedCall, requestId: string | undefined) =>
      ledger.collect({
        ...context,
        ...call,
        requestId,
        occurredAt: request.startedAtMs,
        endpoint: '/v1/messages',
      });
    return observe(response, request, BATCH_RESULTS_PATH.test(pathname), report);
  } catch (cause) {
    ledger.onError(
      new LedgerError('not_captured', 'A response could not be observed.', { records: 1, cause }),
    );
    return response;
  }
}

type Report = (call: CapturedCall, requestId: string | undefined) => void;

function observe(
  response: Response,
  request: ObservedRequest,
  isBatchResults: boolean,
  report: Report,
): Response {
  const { headers } = response;
  // Bedrock names a call in a header of its own, by which its logs know it, too.
  const requestId = headers.get('request-id') ?? headers.get('x-amzn-requestid') ?? undefined;
  // The request id of a download names the download, not the calls whose results it has.
  if (isBatchResults) return bodyUsage(response, true, (call) => call && report(call, undefined));
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

function contextOf({ context = {} }: CaptureOptions, request: { readonly url: string }): UsageContext {
  const own = typeof context === 'function' ? context({ url: request.url }) : context;
  return merged(own, currentContext());
}
