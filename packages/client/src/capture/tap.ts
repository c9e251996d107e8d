/**
 * A response with the same status, headers and body, whose chunks pass by `observe` as the caller pulls them, and not
 * before: nothing is read ahead, so a slow reader costs no memory, and a caller who stops reading stops the source at once.
 * `onEnd` is called once, when the body ends, breaks or is given up: by the caller who reads it, or by the `signal` of its
 * request. An abort reaches the body itself only some turns of the event loop later, when a program that left a stream may have
 * flushed and ended.
 */
export function tap(
  response: Response,
  observe: (chunk: Uint8Array) => void,
  onEnd: (complete: boolean) => void,
  signal?: AbortSignal | null,
): Response {
  const { body } = response;
  if (!body) return response;
  const reader = body.getReader();
  let ended = false;
  const end = (complete: boolean) => {
    if (ended) return;
    ended = true;
    signal?.removeEventListener('abort', giveUp);
    attempt(() => onEnd(complete));
  };
  const giveUp = () => end(false);
  signal?.addEventListener('abort', giveUp);
  const tapped = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            end(true);
            controller.close();
            return;
          }
          attempt(() => observe(value));
          controller.enqueue(value);
        } catch (error) {
          end(false);
          controller.error(error);
        }
      },
      async cancel(reason) {
        end(false);
        await reader.cancel(reason);
      },
    },
    // Nothing is pulled until someone reads.
    { highWaterMark: 0 },
  );
  const copy = new Response(tapped, response);
  // A constructed response has no address, and callers log it.
  Object.defineProperty(copy, 'url', { value: response.url });
  return copy;
}

/** What is observed must not change what the caller receives. */
function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Not Anthropic's form: there is nothing to report.
  }
}
