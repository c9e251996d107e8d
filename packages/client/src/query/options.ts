export interface QueryClientOptions {
  /** The ledger's address, before `/v1`. Default: the environment variable `TOKEN_LEDGER_URL`. */
  readonly endpoint?: string;
  /** An access key that may query. Default: the environment variable `TOKEN_LEDGER_KEY`. */
  readonly accessKey?: string;
  /** In place of an access key: returns the access token of the person who signed in. Called before every attempt. */
  readonly accessToken?: () => string | Promise<string>;
  /** One attempt may take so long, `accessToken` and the reading of its answer included. Default: 30,000 ms. */
  readonly requestTimeoutMs?: number;
  /** How often a call that may be repeated is sent again after a temporary failure. Default: 3. */
  readonly maxRetries?: number;
  /** The first repetition follows within so long; the limit doubles with each. Default: 500 ms. */
  readonly retryDelayMs?: number;
  /** No wait is longer. If the ledger's `Retry-After` is, the call fails at once. Default: 30,000 ms. */
  readonly maxRetryDelayMs?: number;
  /** Default: the global `fetch`, as it is when the client is created. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface ResolvedOptions {
  readonly endpoint: string;
  readonly bearer: () => string | Promise<string>;
  readonly requestTimeoutMs: number;
  readonly maxRetries: number;
  readonly retryDelayMs: number;
  readonly maxRetryDelayMs: number;
  readonly fetch: typeof globalThis.fetch;
}

/** @throws TypeError if no ledger or no credentials are named */
export function resolveOptions(options: QueryClientOptions): ResolvedOptions {
  const { fetch = globalThis.fetch } = options;
  const endpoint = options.endpoint ?? environmentVariable('TOKEN_LEDGER_URL');
  if (!endpoint) throw new TypeError('The query client needs an endpoint, or TOKEN_LEDGER_URL.');
  return {
    endpoint: endpoint.replace(/\/+$/, ''),
    bearer: bearerOf(options),
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    maxRetries: options.maxRetries ?? 3,
    retryDelayMs: options.retryDelayMs ?? 500,
    maxRetryDelayMs: options.maxRetryDelayMs ?? 30_000,
    fetch: fetch.bind(globalThis),
  };
}

function bearerOf({ accessToken, accessKey }: QueryClientOptions): ResolvedOptions['bearer'] {
  if (accessToken && accessKey !== undefined)
    throw new TypeError('The query client takes either an accessKey or an accessToken.');
  if (accessToken) return accessToken;
  const key = accessKey ?? environmentVariable('TOKEN_LEDGER_KEY');
  if (!key) throw new TypeError('The query client needs an accessKey, an accessToken, or TOKEN_LEDGER_KEY.');
  return () => key;
}

/** Undefined where there is no environment, as in browsers. */
function environmentVariable(name: string): string | undefined {
  const { process } = globalThis as {
    readonly process?: { readonly env?: Record<string, string | undefined> };
  };
  return process?.env?.[name];
}
