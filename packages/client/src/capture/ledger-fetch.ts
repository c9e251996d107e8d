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
    // A request has an address and a signal, a URL an address of another name, and a text is one.
    const { url, href, signal } = input as Partial<Request & URL>;
    const request = {
      url: url ?? href ?? (input as string),
      body: init?.body,
      signal: init?.signal ?? signal,
    };
    return captureResponse(response, request, startedAtMs, options);
  };
}
