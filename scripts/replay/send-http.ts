import { setTimeout as delay } from 'node:timers/promises';
import type { Send } from './deliver.ts';
import type { PlannedRecord } from './plan.ts';
import { toWire } from './wire.ts';

export interface Api {
  /** What `/v1/…` is appended to. */
  readonly url: string;
  readonly accessKey: string;
}

/** More than half a minute: on a busy machine a function may take a second to start, and be killed before it has. */
const MAX_ATTEMPTS = 40;
const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 1000;

/** What the answer says about each record; parts that do not matter here are left out. */
interface Answer {
  readonly results?: readonly {
    readonly index: number;
    readonly status: 'accepted' | 'conflict' | 'rejected' | 'failed';
    readonly code?: string;
    readonly errors?: readonly { readonly path: string; readonly message: string }[];
  }[];
}

/**
 * Sends by `POST /v1/usage`. What was not taken for a passing reason is sent again, which is safe as a request id counts
 * once; what contradicts an earlier report was taken too. Throws when records are rejected for good, or when nothing helps.
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
    throw new Error(`${waiting.length} records were not taken in ${MAX_ATTEMPTS} attempts: ${reason}`);
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
