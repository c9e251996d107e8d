import type { BufferedRecord } from './buffer.ts';
import type { Priority, SendOutcome, SendResult, Transport } from './transport.ts';

export interface HttpTransportOptions {
  /** The ledger's address; `/v1/usage` is appended. */
  readonly endpoint: string;
  readonly accessKey: string;
  readonly requestTimeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
}

/** Limits of `POST /v1/usage`; the bytes leave room for what stands around the records. */
const LIMITS = { records: 1000, bytes: 4_900_000 };

/** Statuses after which the same records may be accepted later: a key that is being rotated comes back, too. */
const TEMPORARY = new Set([401, 403, 404, 408, 425, 429]);

/** What the ledger answers about one record; see `POST /v1/usage` of its reference. */
interface RecordResult {
  readonly index: number;
  readonly status: string;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

export function createHttpTransport(options: HttpTransportOptions): Transport {
  const url = `${options.endpoint.replace(/\/+$/, '')}/v1/usage`;

  async function send(records: readonly BufferedRecord[], priority: Priority): Promise<SendResult> {
    let response: Response;
    let answer: unknown;
    try {
      response = await options.fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${options.accessKey}` },
        body: `{"priority":"${priority}","records":[${records.map(({ json }) => json).join(',')}]}`,
        signal: AbortSignal.timeout(options.requestTimeoutMs),
      });
      answer = await response.json().catch(() => undefined);
    } catch (error) {
      return { outcomes: records.map(() => failed(`The ledger cannot be reached: ${nameOf(error)}.`)) };
    }
    const { status } = response;
    if (status === 413 && records.length > 1) return sendHalves(records, priority);
    return {
      status,
      outcomes: outcomesOf(records, status, answer),
      retryAfterMs: retryAfterMs(response.headers.get('retry-after')),
    };
  }

  async function sendHalves(records: readonly BufferedRecord[], priority: Priority): Promise<SendResult> {
    const middle = Math.ceil(records.length / 2);
    const first = await send(records.slice(0, middle), priority);
    const second = await send(records.slice(middle), priority);
    return { ...second, outcomes: [...first.outcomes, ...second.outcomes] };
  }

  return { limits: LIMITS, send };
}

function outcomesOf(
  records: readonly BufferedRecord[],
  status: number,
  answer: unknown,
): readonly SendOutcome[] {
  const results = resultsOf(answer);
  const message = `The ledger answered with status ${status}.`;
  const temporary = status >= 500 || status < 400 || TEMPORARY.has(status);
  const whole: SendOutcome = temporary
    ? failed(message)
    : { kind: 'rejected', code: codeOf(answer), message };
  return records.map((_, index) => {
    const result = results?.get(index);
    return result ? outcomeOf(result) : whole;
  });
}

/** The answer names every record, also when it is a problem document because none was accepted. */
function resultsOf(answer: unknown): ReadonlyMap<number, RecordResult> | undefined {
  const results = (answer as { results?: unknown } | undefined)?.results;
  if (!Array.isArray(results)) return undefined;
  return new Map(results.map((result: RecordResult) => [result.index, result]));
}

function outcomeOf({ status, code = status, retryable, errors }: RecordResult): SendOutcome {
  if (status === 'accepted') return { kind: 'accepted' };
  const answered = `The ledger answered ${code}.`;
  if (status === 'failed' || retryable) return failed(answered);
  const details = errors?.map(({ path, message }) => `${path} ${message}`.trim()).join('; ');
  return { kind: 'rejected', code, message: details || answered };
}

function codeOf(answer: unknown): string {
  const code = (answer as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : 'unexpected_answer';
}

function failed(message: string): SendOutcome {
  return { kind: 'failed', message };
}

/** Seconds, or a date; RFC 9110, section 10.2.3. At most an hour: a timer of more than 24 days would fire at once. */
function retryAfterMs(header: string | null): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 3_600_000) : undefined;
}

/** The name alone: messages of network errors may hold addresses. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
