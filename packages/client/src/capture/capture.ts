import { defaultLedger } from '../default-ledger.ts';
import { LedgerError } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import type { UsageContext } from '../usage-record.ts';
import { currentContext, merged } from './context.ts';
import { type ObservedRequest, observeResponse } from './observe-response.ts';

/** Values for a captured call, or a function that returns them for its request. */
export type UsageContextOf = UsageContext | ((request: { readonly url: string }) => UsageContext);

export interface CaptureOptions {
  /** Default: the ledger of `TOKEN_LEDGER_URL` and `TOKEN_LEDGER_KEY`. */
  readonly ledger?: Ledger;
  /** User, feature and metadata of what is captured. Those of `withUsageContext` win. */
  readonly context?: UsageContextOf;
}

/**
 * Observes a response on its way to the caller and reports what the call used when the body ends: once for a message, partial
 * if it breaks off, and once for each result of a batch. The caller receives the same bytes at the same time; what cannot
 * be read is left alone.
 */
export function captureResponse(
  response: Response,
  request: ObservedRequest,
  startedAtMs: number,
  options: CaptureOptions,
): Response {
  const ledger = options.ledger ?? defaultLedger();
  try {
    // The gateway records its calls itself.
    if (response.headers.get('x-token-ledger') === 'recorded') return response;
    const context = contextOf(options, request);
    return observeResponse(response, request, (call, requestId) =>
      ledger.collect({
        ...context,
        ...call,
        requestId,
        occurredAt: startedAtMs,
        endpoint: '/v1/messages',
      }),
    );
  } catch (cause) {
    ledger.onError(
      new LedgerError('not_captured', 'A response could not be observed.', { records: 1, cause }),
    );
    return response;
  }
}

function contextOf({ context = {} }: CaptureOptions, request: { readonly url: string }): UsageContext {
  const own = typeof context === 'function' ? context({ url: request.url }) : context;
  return merged(own, currentContext());
}
