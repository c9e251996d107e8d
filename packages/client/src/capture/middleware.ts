import { type CaptureOptions, captureResponse } from './capture.ts';

/** The part of `Middleware` of @anthropic-ai/sdk (0.101 and newer) that is used here. */
export type LedgerMiddleware = <
  Request extends {
    readonly url: string;
    readonly body?: unknown;
    readonly signal?: AbortSignal | null | undefined;
  },
>(
  request: Request,
  next: (request: Request) => Promise<Response>,
) => Promise<Response>;

/**
 * Middleware for Anthropic's SDK that reports what each call used, also on Bedrock and Vertex, where it sees requests and
 * responses in Anthropic's form. It runs once for each attempt; only answered ones are billed and reported.
 *
 * @example new Anthropic({ middleware: [tokenLedger()] })
 */
export function tokenLedger(options: CaptureOptions = {}): LedgerMiddleware {
  return async (request, next) => {
    const startedAtMs = Date.now();
    return captureResponse(await next(request), request, startedAtMs, options);
  };
}
