import type { Random } from '../../scripts/random.ts';

/** The pieces of a streamed body, by the request id of its response. Bodies that are not streamed have none. */
export type Fragments = Map<string, Uint8Array[]>;

/**
 * A `fetch` whose streamed bodies arrive in pieces that end anywhere, also within an event or a character, and break off after
 * `cutAfter()` bytes. It keeps the pieces that were pulled.
 */
export function fragmentedFetch(
  random: Random,
  cutAfter: () => number,
  seen: Fragments,
): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.ok || !response.body) return response;
    const { headers } = response;
    const pieces: Uint8Array[] = [];
    seen.set(headers.get('request-id') ?? headers.get('x-amzn-requestid') ?? '', pieces);
    if (!/event-?stream/.test(headers.get('content-type') ?? '')) return response;
    return new Response(fragmented(response.body, random, cutAfter(), pieces), response);
  };
}

function fragmented(
  body: ReadableStream<Uint8Array>,
  random: Random,
  bytes: number,
  pieces: Uint8Array[],
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let held: Uint8Array = new Uint8Array();
  let left = bytes;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (held.length === 0) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          held = value;
        }
        if (left <= 0) {
          // It rejects if the caller gave up at the same moment.
          reader.cancel().catch(() => undefined);
          return controller.error(new TypeError('terminated'));
        }
        const size = Math.min(held.length, left, random.chance(0.5) ? 1 + random.below(7) : held.length);
        const piece = held.slice(0, size);
        held = held.slice(size);
        left -= size;
        pieces.push(piece);
        controller.enqueue(piece);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
