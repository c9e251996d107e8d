import { type LookupResponse, MAX_RECORDS_PER_PAGE, type RecordsResponse } from '@token-ledger/contract';
import { isJsonObject } from '@token-ledger/core';
import { ImportError } from '../errors.ts';
import type { LedgerReader } from './ledger-reader.ts';

export interface HttpLedgerReaderOptions {
  /** The ledger's address, before `/v1`. */
  readonly endpoint: string;
  /** With the scope `read` to read records; one of those that report usage is enough to look names up. */
  readonly accessKey: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Default: 5. */
  readonly attempts?: number;
  /** Before the second attempt; it doubles. Default: 500. */
  readonly retryDelayMs?: number;
}

const TIMEOUT_MS = 30_000;

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads by `GET /v1/records` and `POST /v1/records/lookup`. */
export function httpLedgerReader(options: HttpLedgerReaderOptions): LedgerReader {
  return {
    async readRecords({ accessKeyId, fromMs, toMs, cursor }) {
      const query = new URLSearchParams({
        accessKeyId,
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        order: 'oldest',
        limit: String(MAX_RECORDS_PER_PAGE),
        ...(cursor !== undefined && { cursor }),
      });
      const isPage = (body: JsonObject) => Array.isArray(body['records']);
      const page = await read(options, `?${query.toString()}`, {}, isPage);
      return page as unknown as RecordsResponse;
    },

    async lookUpNames(names) {
      const request = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ names }),
      };
      const isAnswer = (body: JsonObject) =>
        Array.isArray(body['held']) && typeof body['acceptedFrom'] === 'string';
      return (await read(options, '/lookup', request, isAnswer)) as unknown as LookupResponse;
    },
  };
}

interface ReadRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Tries again after temporary failures, and after what is no answer of the ledger. Rejects with an `ImportError`. */
async function read(
  options: HttpLedgerReaderOptions,
  path: string,
  { headers, ...request }: ReadRequest,
  isAnswer: (body: JsonObject) => boolean,
): Promise<JsonObject> {
  const { endpoint, accessKey, attempts = 5, retryDelayMs = 500, fetch = globalThis.fetch } = options;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/records${path}`;
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${accessKey}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => undefined);
    const body = response?.ok ? await bodyOf(response) : undefined;
    if (body && isAnswer(body)) return body;
    const status = response?.status;
    if (!response?.ok) await response?.body?.cancel().catch(() => undefined);
    const isTemporary = status === undefined || response?.ok || status === 429 || status >= 500;
    if (!isTemporary || attempt >= attempts) throw refusal(status);
    await pause(retryDelayMs * 2 ** (attempt - 1));
  }
}

/** Undefined if the answer ends too early, or is none of the ledger, such as a page of a proxy. */
async function bodyOf(response: Response): Promise<JsonObject | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  return isJsonObject(body) ? body : undefined;
}

/** Statuses after which another attempt would not help. */
const REFUSALS: Readonly<Record<number, string>> = {
  401: 'the ledger does not know the access key, or it was disabled.',
  403: 'the access key may not read. Name one with the scope read in TOKEN_LEDGER_READ_KEY.',
  404: 'there is no ledger at this address, or one of an earlier version.',
};

function refusal(status: number | undefined): ImportError {
  const what =
    status !== undefined && status < 300 ? 'something else than was asked for, with status' : 'status';
  const answered = status === undefined ? 'gave no answer' : `answered with ${what} ${status}`;
  const why = (status !== undefined && REFUSALS[status]) || `the ledger ${answered}. Try again.`;
  return new ImportError(`Whether these calls were captured already cannot be checked: ${why}`);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
