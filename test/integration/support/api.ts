import { setTimeout as delay } from 'node:timers/promises';
import type {
  AcceptUsageResponse,
  ProblemDocument,
  StatisticsResponse,
  UsageBatchInput,
} from '@token-ledger/contract';
import { waitFor } from '../../support/wait-for.ts';
import { deployedProduct } from './deployed-product.ts';

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

type Headers = Readonly<Record<string, string>>;

/** Sends a body unchanged to `POST /v1/usage`, with the first access key unless the headers name another. */
export async function postBody(body: string | Uint8Array<ArrayBuffer>, headers: Headers = {}) {
  return call<AcceptUsageResponse & ProblemDocument>('POST', '/v1/usage', body, headers);
}

export async function postRecords(records: UsageBatchInput['records']) {
  return postBody(JSON.stringify({ records }));
}

/** The usage of a user since yesterday: the sums of all hours. */
export async function usageOf(userId: string) {
  const query = new URLSearchParams({ dimension: 'user', id: userId, period: 'hour', from: yesterday() });
  const { status, body } = await call<StatisticsResponse>('GET', `/v1/statistics?${query.toString()}`);
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
  return waitFor(`${requests} calls of ${userId} to be counted`, async () => {
    const usage = await usageOf(userId);
    return usage.requests >= BigInt(requests) ? usage : undefined;
  });
}

export function yesterday(): string {
  return new Date(Date.now() - 86_400_000).toISOString();
}

/** More of them, in one test file, are not a matter of a busy machine. */
const MAX_REPETITIONS = 20;
let repetitions = 0;

/**
 * A call of the API with a JSON answer, or without a body, with the first access key unless the headers name another. A body is
 * sent as JSON; text and bytes as they are.
 */
export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Headers = {},
): Promise<Answer<T>> {
  const { apiUrl, accessKey } = await deployedProduct();
  const ask = () =>
    fetch(`${apiUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessKey}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
  let response = await ask();
  // As clients do, and with the pauses that the API asks for: on a busy machine, a queue may answer too late.
  for (let again = 0; response.status === 503 && mayRepeat(method, path) && again < 5; again += 1) {
    repetitions += 1;
    if (repetitions > MAX_REPETITIONS) throw new Error(`${repetitions} calls were answered with 503.`);
    await response.body?.cancel();
    await delay(1000 * Number(response.headers.get('retry-after') ?? 1));
    response = await ask();
  }
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text === '' ? 'null' : text) as T };
  } catch {
    throw new Error(`${path} answered ${response.status}, not with JSON: ${text}`);
  }
}

/** Whether it does no harm twice: usage counts once, and everything but POST says what is to be. */
function mayRepeat(method: string, path: string): boolean {
  return method !== 'POST' || path === '/v1/usage';
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}
