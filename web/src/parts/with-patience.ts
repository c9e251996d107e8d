/** How long to wait before each repetition. */
const DELAYS_MS = [250, 1_000, 3_000];
/** A server that asks for more is not waited for. */
const MAX_WAIT_MS = 30_000;
/** Answers of a gateway or proxy whose server is overloaded or just replaced. */
const TEMPORARY: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * Loads a part of the console itself, and tries again if it does not arrive. Where it fails for good, the last error is thrown.
 * Some browsers remember that an `import()` failed (whatwg/html#10327), so that only a reload of the page helps there: the error
 * state of a page offers it.
 */
export async function withPatience<T>(load: () => Promise<T>): Promise<T> {
  for (const delayMs of DELAYS_MS) {
    try {
      return await load();
    } catch {
      await sleep(jittered(delayMs));
    }
  }
  return load();
}

/** A `fetch` of something to read, repeated while the server is away or overloaded, as it asks. Other answers are final. */
export async function fetchWithPatience(url: URL | string): Promise<Response> {
  for (const delayMs of DELAYS_MS) {
    const response = await fetch(url).catch(() => undefined);
    if (response && !TEMPORARY.has(response.status)) return response;
    const askedMs = Number(response?.headers.get('retry-after') ?? 0) * 1000 || 0;
    if (response && askedMs > MAX_WAIT_MS) return response;
    await sleep(askedMs + jittered(delayMs));
  }
  return fetch(url);
}

/** Random, so that pages that failed together do not return together. */
function jittered(ms: number): number {
  return ms * (0.5 + Math.random() / 2);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
