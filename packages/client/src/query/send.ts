import type { ResolvedOptions } from './options.ts';
import { isTemporary, LedgerProblem, problemOf } from './problem.ts';

/**
 * Makes a `fetch` that resolves with complete successful answers only. It adds the credentials, limits the time, and
 * repeats what failed for a temporary reason, if a repetition cannot do the work twice. It rejects with `LedgerProblem`,
 * or with the reason of the caller's signal.
 */
export function createSend(options: ResolvedOptions): (request: Request) => Promise<Response> {
  const { maxRetries, retryDelayMs, maxRetryDelayMs } = options;
  return async (request) => {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await tryOnce(request.clone(), options);
      if (outcome instanceof Response) return outcome;
      const { retryAfterMs = 0 } = outcome;
      if (attempt >= maxRetries || retryAfterMs > maxRetryDelayMs || !mayRepeat(request, outcome))
        throw outcome;
      // Random, so that clients that failed together do not return together.
      const waitMs = Math.random() * Math.min(maxRetryDelayMs, retryDelayMs * 2 ** attempt);
      await wait(retryAfterMs + waitMs, request.signal);
    }
  };
}

async function tryOnce(
  request: Request,
  { bearer, requestTimeoutMs, fetch }: ResolvedOptions,
): Promise<Response | LedgerProblem> {
  const timeout = AbortSignal.timeout(requestTimeoutMs);
  const signal = AbortSignal.any([request.signal, timeout]);
  let step: 'authorize' | 'send' = 'authorize';
  try {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${await untilAborted(bearer, signal)}`);
    step = 'send';
    const response = await fetch(new Request(request, { headers, signal }));
    // Here, because a connection may also break off within an answer.
    const text = await response.text();
    if (!response.ok) return problemOf(response, text);
    const { status, headers: answered } = response;
    return new Response(status === 204 ? null : text, { status, headers: answered });
  } catch (cause) {
    request.signal.throwIfAborted();
    const late = `within ${requestTimeoutMs} ms.`;
    if (step === 'authorize') {
      if (timeout.aborted)
        return new LedgerProblem('timeout', `There was no access token ${late}`, { cause });
      // Thrown, because only the ledger's failures are worth another attempt.
      throw new LedgerProblem('no_access_token', 'There is no access token to send.', { cause });
    }
    return timeout.aborted
      ? new LedgerProblem('timeout', `The ledger did not answer ${late}`, { cause })
      : new LedgerProblem('unreachable', 'The ledger cannot be reached.', { cause });
  }
}

/** What `work` returns, unless the signal ends first: then rejects with its reason. */
function untilAborted<T>(work: () => T | Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    Promise.resolve(work()).then(resolve, reject);
  });
}

/**
 * By RFC 9110 everything but POST may be repeated; reported usage too, because a record counts once under its id. Other
 * requests may be repeated if the ledger did not begin with them.
 */
function mayRepeat({ method, url }: Request, { status }: LedgerProblem): boolean {
  if (method === 'POST' && !url.endsWith('/v1/usage')) return status === 429;
  return status === undefined || isTemporary(status);
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
