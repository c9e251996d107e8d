import type { SendOutcome, Transport } from '@token-ledger/client';
import { ImportError, ImportInterruptedError } from '../errors.ts';

export type EncodedRecord = Parameters<Transport['send']>[0][number];
/** What became of a record once and for all. */
export type FinalOutcome = Exclude<SendOutcome, { readonly kind: 'failed' }>;

export interface SendOptions {
  readonly transport: Transport;
  /** How often a record is sent before the import stops. */
  readonly attempts: number;
  /** Before the second attempt; the limit doubles up to `MAX_DELAY_MS`. */
  readonly retryDelayMs: number;
  readonly signal?: AbortSignal | undefined;
}

const MAX_DELAY_MS = 30_000;

/** Statuses that say that the access key is wrong: another attempt would not help. */
const REFUSALS: Readonly<Record<number, string>> = {
  401: 'The ledger does not know the access key, or it was disabled.',
  403: 'The access key may not report usage: it needs the scope ingest, or ingest:any for other access keys and users.',
  404: 'There is no ledger at this address.',
};

/**
 * Sends a batch until the ledger answered about each of its records; only those without an answer are sent again. Rejects with an
 * `ImportInterruptedError` when it gives up, or is stopped.
 */
export async function sendBatch(
  batch: readonly EncodedRecord[],
  options: SendOptions,
): Promise<readonly FinalOutcome[]> {
  const { transport, attempts, retryDelayMs, signal } = options;
  const outcomes = new Map<EncodedRecord, FinalOutcome>();
  let waiting = batch;
  let failure = '';
  for (let attempt = 1; waiting.length > 0; attempt += 1) {
    if (signal?.aborted) throw new ImportInterruptedError('The import was stopped.');
    if (attempt > attempts) {
      throw new ImportInterruptedError(`Records that were not accepted: ${waiting.length}. ${failure}`);
    }
    const answer = await transport.send(waiting, 'bulk');
    const again: EncodedRecord[] = [];
    for (const [index, record] of waiting.entries()) {
      const outcome = answer.outcomes[index];
      if (outcome && outcome.kind !== 'failed') outcomes.set(record, outcome);
      else {
        again.push(record);
        failure = outcome?.message ?? 'The ledger gave no answer.';
      }
    }
    const refusal = again.length > 0 && answer.status !== undefined ? REFUSALS[answer.status] : undefined;
    if (refusal !== undefined) throw new ImportError(refusal);
    if (again.length > 0 && attempt < attempts) {
      await pause(delayMs(attempt, retryDelayMs, answer.retryAfterMs), signal);
    }
    waiting = again;
  }
  return batch.map((record) => outcomes.get(record) as FinalOutcome);
}

function delayMs(attempt: number, retryDelayMs: number, retryAfterMs = 0): number {
  const limitMs = Math.min(MAX_DELAY_MS, retryDelayMs * 2 ** (attempt - 1));
  return Math.max(retryAfterMs, limitMs * (0.5 + Math.random() / 2));
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
