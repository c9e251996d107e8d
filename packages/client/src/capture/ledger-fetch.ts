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
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    return captureResponse(response, { url: urlOf(input), body: init?.body, signal, startedAtMs }, options);
  };
}

function urlOf(input: Parameters<typeof globalThis.fetch>[0]): string {
  if (typeof input === 'string') return input;
  return input instanceof URL ? input.href : input.url;
}
