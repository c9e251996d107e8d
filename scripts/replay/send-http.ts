import { setTimeout as delay } from 'node:timers/promises';
import type { Send } from './deliver.ts';
import type { PlannedRecord } from './plan.ts';
import { toWire } from './wire.ts';

export interface Api {
  /** The URL before `/v1/…`. */
  readonly url: string;
  readonly accessKey: string;
}

/** More than half a minute: on a busy machine a function may take a second to start, and may be killed before that. */
const MAX_ATTEMPTS = 40;
const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 1000;

/** The part of the answer that matters here. */
interface Answer {
  readonly results?: readonly {
    readonly index: number;
    readonly status: 'accepted' | 'conflict' | 'rejected' | 'failed';
    readonly code?: string;
    readonly errors?: readonly { readonly path: string; readonly message: string }[];
  }[];
}

/**
 * Sends by `POST /v1/usage`. Records that were not accepted for a temporary reason are sent again, which is safe because a
 * request id counts once. A record that contradicts an earlier report was accepted too. Throws when a record is rejected, or
 * when all attempts failed.
 */
export function sendOverHttp(api: Api): Send {
  return async (records) => {
    let waiting = records;
    let reason = '';
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 0) await delay(Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), MAX_WAIT_MS));
      const outcome = await post(api, waiting);
      if (outcome.again.length === 0) return;
      ({ again: waiting, reason } = outcome);
    }
    throw new Error(`${waiting.length} records were not accepted after ${MAX_ATTEMPTS} attempts: ${reason}`);
  };
}

/** The records to send again, and why. */
interface Outcome {
  readonly again: readonly PlannedRecord[];
  readonly reason: string;
}

async function post(api: Api, records: readonly PlannedRecord[]): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(`${api.url}/v1/usage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.accessKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ records: records.map(toWire) }),
    });
  } catch (error) {
    return { again: records, reason: (error as Error).message };
  }
  const text = await response.text();
  const results = resultsOf(text);
  if (results === undefined) {
    const reason = `POST /v1/usage answered ${response.status}: ${text}`;
    if (response.status >= 500 || response.status === 429) return { again: records, reason };
    throw new Error(reason);
  }
  const rejected = results.find(({ status }) => status === 'rejected');
  if (rejected) throw new Error(explainRejection(rejected));
  const failed = results.filter(({ status }) => status === 'failed').map(({ index }) => records[index]);
  return { again: failed.filter((record) => record !== undefined), reason: 'they could not be stored' };
}

function resultsOf(text: string): Answer['results'] {
  try {
    return (JSON.parse(text) as Answer).results;
  } catch {
    return undefined;
  }
}

function explainRejection({ code, errors = [] }: NonNullable<Answer['results']>[number]): string {
  const details = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  const hint = code === 'too_old' ? '\nLeave out --keep-dates to move the trace to the present.' : '';
  return `A record was rejected as ${code}: ${details}${hint}`;
}
