import type {
  AcceptUsageResponse,
  ProblemDocument,
  StatisticsResponse,
  UsageBatchInput,
} from '@token-ledger/contract';
import { waitUntil } from '../../../scripts/local/wait-until.ts';
import { deployedProduct } from './deployed-product.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

type Headers = Readonly<Record<string, string>>;

/** Sends a body unchanged to `POST /v1/usage`, with the first access key unless the headers name another. */
export async function postBody(body: string | Uint8Array<ArrayBuffer>, headers: Headers = {}) {
  const { accessKey } = await deployedProduct();
  return request<AcceptUsageResponse & ProblemDocument>('/v1/usage', {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json', ...headers },
  });
}

export async function postRecords(records: UsageBatchInput['records']) {
  return postBody(JSON.stringify({ records }));
}

/** The usage of a user since yesterday: the sums of all hours. */
export async function usageOf(userId: string) {
  const { accessKey } = await deployedProduct();
  const from = new Date(Date.now() - 86_400_000).toISOString();
  const query = new URLSearchParams({ dimension: 'user', id: userId, period: 'hour', from });
  const { status, body } = await request<StatisticsResponse>(`/v1/statistics?${query.toString()}`, {
    headers: { authorization: `Bearer ${accessKey}` },
  });
  if (status !== 200) throw new Error(`GET /v1/statistics answered ${status}: ${JSON.stringify(body)}`);
  const sum = (values: (number | string)[]) => values.reduce((total, value) => total + BigInt(value), 0n);
  return {
    requests: sum(body.rows.map(({ requests }) => requests)),
    input: sum(body.rows.map(({ tokens }) => tokens.input)),
    total: sum(body.rows.map(({ tokens }) => tokens.total)),
    rows: body.rows,
  };
}

/** Waits until at least this many calls of a user are counted, and returns their sums. */
export async function waitForUsage(userId: string, requests: number) {
  return waitUntil(`${requests} calls of ${userId} to be counted`, 60_000, async () => {
    const usage = await usageOf(userId);
    return usage.requests >= BigInt(requests) ? usage : undefined;
  });
}

/** A call of the API with a JSON answer, or without a body. */
export async function request<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  const { apiUrl } = await deployedProduct();
  const response = await fetch(`${apiUrl}${path}`, init);
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text === '' ? 'null' : text) as T };
  } catch {
    throw new Error(`${path} answered ${response.status}, not with JSON: ${text}`);
  }
}
