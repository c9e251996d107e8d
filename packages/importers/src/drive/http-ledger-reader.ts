import { MAX_RECORDS_PER_PAGE, type RecordsResponse } from '@token-ledger/contract';
import { isJsonObject } from '@token-ledger/core';
import { ImportError } from '../errors.ts';
import type { LedgerReader } from './overlap.ts';

export interface HttpLedgerReaderOptions {
  /** The ledger's address, before `/v1`. */
  readonly endpoint: string;
  /** With the scope `read`. */
  readonly accessKey: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Default: 5. */
  readonly attempts?: number;
  /** Before the second attempt; it doubles. Default: 500. */
  readonly retryDelayMs?: number;
}

const TIMEOUT_MS = 30_000;

/** Reads by `GET /v1/records`. */
export function httpLedgerReader(options: HttpLedgerReaderOptions): LedgerReader {
  const { endpoint, accessKey, attempts = 5, retryDelayMs = 500 } = options;
  const fetch = options.fetch ?? globalThis.fetch;
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
      const url = `${endpoint.replace(/\/+$/, '')}/v1/records?${query.toString()}`;
      for (let attempt = 1; ; attempt += 1) {
        const response = await fetch(url, {
          headers: { authorization: `Bearer ${accessKey}` },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        }).catch(() => undefined);
        const page = response?.ok ? await pageOf(response) : undefined;
        if (page) return page;
        const status = response?.status;
        if (!response?.ok) await response?.body?.cancel().catch(() => undefined);
        const isTemporary = status === undefined || response?.ok || status === 429 || status >= 500;
        if (!isTemporary || attempt >= attempts) throw refusal(status);
        await pause(retryDelayMs * 2 ** (attempt - 1));
      }
    },
  };
}

/** Undefined if the answer ends too early, or is none of the ledger, such as a page of a proxy. */
async function pageOf(response: Response): Promise<RecordsResponse | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  return isJsonObject(body) && Array.isArray(body['records'])
    ? (body as unknown as RecordsResponse)
    : undefined;
}

function refusal(status: number | undefined): ImportError {
  const mayNotRead = status === 401 || status === 403;
  const what = status !== undefined && status < 300 ? 'something else than records, with status' : 'status';
  const answered = status === undefined ? 'gave no answer' : `answered with ${what} ${status}`;
  return new ImportError(
    [
      'Whether these calls were captured already cannot be checked:',
      mayNotRead ? `the access key may not read (${status}).` : `the ledger ${answered}.`,
      'Nothing was sent.',
      mayNotRead ? 'Name one with the scope read,' : 'Try again,',
      'or allow an overlap (--allow-overlap).',
    ].join(' '),
  );
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
