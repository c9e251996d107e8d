import { type CaptureOptions, captureResponse } from './capture.ts';

/**
 * A `fetch` that reports what calls of Anthropic's API used, for every client that takes one: SDKs of any version, the
 * Vercel AI SDK, your own code. Other requests pass unchanged.
 *
 * @example new Anthropic({ fetch: ledgerFetch() })
 */
export function ledgerFetch(
  fetch: typeof globalThis.fetch = globalThis.fetch,
  options: CaptureOptions = {},
): typeof globalThis.fetch {
  return async (input, init) => {
    const startedAtMs = Date.now();
    const response = await fetch(input, init);
    // A text or URL has neither.
    const { url, signal } = input as Partial<Request>;
    const request = { url: url ?? String(input), body: init?.body, signal: init?.signal ?? signal };
    return captureResponse(response, request, startedAtMs, options);
  };
}
