import { type BufferedRecord, RecordBuffer } from './buffer.ts';
import { LedgerError } from './errors.ts';
import { flushOnExit } from './exit.ts';
import { messageRecord, type SdkMessage } from './message-record.ts';
import { type LedgerOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import type { SendOutcome } from './transport.ts';
import { type IdentifiedRecord, identified, type UsageContext, type UsageRecord } from './usage-record.ts';

/** An item of a batch that was not accepted, with what is needed to find it again. */
export interface FailedItem {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly requestId: string;
  readonly error: string;
  /** Whether sending it again can succeed. */
  readonly retryable: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface BatchResult {
  readonly totalItems: number;
  readonly successCount: number;
  readonly failureCount: number;
  readonly hasFailures: boolean;
  readonly failedItems: readonly FailedItem[];
}

/** What a ledger did since it was created. */
export interface LedgerStats {
  /** Taken into the buffer. */
  readonly collected: number;
  readonly accepted: number;
  /** Refused for good by the ledger. */
  readonly rejected: number;
  /** Lost because the buffer was full, or because nothing is configured. */
  readonly dropped: number;
  /** Waiting, or on their way. */
  readonly pending: number;
}

export interface Ledger {
  /** Reports one call in the background. Never throws and never waits. */
  collect(record: UsageRecord): void;
  /** Reports an SDK message in the background; its request id is taken along, its content is not. */
  collectMessage(message: SdkMessage, context?: UsageContext): void;
  /** Sends records at once, past the buffer, and returns what became of each. Never rejects. */
  collectBatch(records: readonly UsageRecord[]): Promise<BatchResult>;
  /**
   * Waits until everything collected so far is accepted or refused, at most `timeoutMs` (default 5,000). Resolves to
   * whether it is: what is not stays in the buffer.
   */
  flush(timeoutMs?: number): Promise<boolean>;
  /** Flushes, then reports nothing more. */
  close(timeoutMs?: number): Promise<boolean>;
  stats(): LedgerStats;
  readonly onError: (error: LedgerError) => void;
}

/**
 * A ledger that reports usage in the background: in batches by count, bytes and time, in bounded memory, sent again until
 * the ledger answers. Nothing it does throws into the caller's path or keeps the process alive.
 */
export function createLedger(options: LedgerOptions = {}): Ledger {
  return new BackgroundLedger(resolveOptions(options));
}

class BackgroundLedger implements Ledger {
  readonly onError: (error: LedgerError) => void;
  readonly #options: ResolvedOptions;
  readonly #buffer: RecordBuffer;
  readonly #counts = { collected: 0, accepted: 0, rejected: 0, dropped: 0 };
  #sending: Promise<void> | undefined;
  #inFlight = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #notBeforeMs = 0;
  #closed = false;
  readonly #stopWatching: () => void;

  constructor(options: ResolvedOptions) {
    this.#options = options;
    this.onError = options.onError;
    this.#buffer = new RecordBuffer(options.maxBufferBytes, options.whenFull);
    this.#stopWatching = flushOnExit(this);
  }

  collect(record: UsageRecord): void {
    try {
      this.#add(encode(identified(record, Date.now())));
    } catch (cause) {
      this.#drop(
        1,
        new LedgerError('rejected', 'A record cannot be written as JSON.', { records: 1, cause }),
      );
    }
  }

  collectMessage(message: SdkMessage, context: UsageContext = {}): void {
    this.collect(messageRecord(message, context));
  }

  async collectBatch(records: readonly UsageRecord[]): Promise<BatchResult> {
    const { transport, priority, maxBatchBytes } = this.#options;
    const nowMs = Date.now();
    const named = records.map((record) => identified(record, nowMs));
    const outcomes: SendOutcome[] = [];
    if (!transport) outcomes.push(...named.map(() => NOT_CONFIGURED));
    else {
      const waiting = new RecordBuffer(Number.POSITIVE_INFINITY, 'drop-newest');
      for (const record of named) waiting.add(encode(record));
      while (waiting.count > 0) {
        const batch = waiting.take(transport.limits.records, Math.max(maxBatchBytes, transport.limits.bytes));
        outcomes.push(...(await transport.send(batch, priority)).outcomes);
      }
    }
    return summarize(named, outcomes);
  }

  async flush(timeoutMs = 5000): Promise<boolean> {
    const deadlineMs = Date.now() + timeoutMs;
    while (this.#pending() > 0 && Date.now() < deadlineMs) {
      // Someone waits, so a pause after a failure is cut short, but never to less than a moment.
      const attempt = this.#sending ?? this.#send();
      await untilDeadline(deadlineMs, attempt);
      if (this.#failures > 0)
        await untilDeadline(Math.min(deadlineMs, Date.now() + Math.min(this.#options.retryDelayMs, 100)));
    }
    return this.#pending() === 0;
  }

  async close(timeoutMs?: number): Promise<boolean> {
    this.#closed = true;
    const done = await this.flush(timeoutMs);
    clearTimeout(this.#timer);
    this.#stopWatching();
    return done;
  }

  stats(): LedgerStats {
    return { ...this.#counts, pending: this.#pending() };
  }

  #pending(): number {
    return this.#buffer.count + this.#inFlight;
  }

  #add(record: BufferedRecord): void {
    if (this.#closed || !this.#options.transport) {
      const message = this.#closed ? 'The ledger was closed.' : NOT_CONFIGURED.message;
      this.#drop(1, new LedgerError('not_configured', message, { records: 1 }));
      return;
    }
    this.#counts.collected += 1;
    const dropped = this.#buffer.add(record);
    if (dropped > 0) {
      const message = `The buffer of ${this.#options.maxBufferBytes} bytes is full; records are dropped.`;
      this.#drop(dropped, new LedgerError('buffer_full', message, { records: dropped }));
    }
    this.#schedule();
  }

  #drop(records: number, error: LedgerError): void {
    this.#counts.dropped += records;
    this.onError(error);
  }

  /** Sends at once when a batch is full, otherwise after the delay; after a failure not before the pause is over. */
  #schedule(): void {
    if (this.#sending || this.#buffer.count === 0) return;
    const { maxBatchRecords, maxBatchBytes, maxDelayMs } = this.#options;
    const full = this.#buffer.count >= maxBatchRecords || this.#buffer.bytes >= maxBatchBytes;
    const delayMs = Math.max(full ? 0 : maxDelayMs, this.#notBeforeMs - Date.now());
    if (this.#timer !== undefined) {
      if (!full || this.#failures > 0) return;
      clearTimeout(this.#timer);
    }
    this.#timer = setTimeout(() => void this.#send(), delayMs);
    // A process ends when its work is done; what is left is flushed before it exits.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  #send(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return (this.#sending ??= this.#sendBatch().finally(() => {
      this.#sending = undefined;
      this.#schedule();
    }));
  }

  async #sendBatch(): Promise<void> {
    const { transport, priority, maxBatchRecords, maxBatchBytes } = this.#options;
    const batch = this.#buffer.take(maxBatchRecords, maxBatchBytes);
    if (!transport || batch.length === 0) return;
    this.#inFlight = batch.length;
    try {
      const { outcomes, status, retryAfterMs } = await transport.send(batch, priority);
      const again = batch.filter((_, index) => (outcomes[index]?.kind ?? 'failed') === 'failed');
      this.#buffer.putBack(again);
      this.#report(batch, outcomes);
      if (again.length === 0) {
        this.#failures = 0;
        this.#notBeforeMs = 0;
        return;
      }
      this.#backOff(retryAfterMs);
      const failure = outcomes.find((outcome) => outcome.kind === 'failed');
      const message = `${failure?.message ?? NO_ANSWER} The records are sent again.`;
      this.onError(new LedgerError('unavailable', message, { records: again.length, status }));
    } finally {
      this.#inFlight = 0;
    }
  }

  #report(batch: readonly BufferedRecord[], outcomes: readonly SendOutcome[]): void {
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === 'accepted') this.#counts.accepted += 1;
      if (outcome.kind !== 'rejected') continue;
      this.#counts.rejected += 1;
      const requestId = batch[index]?.requestId;
      const message = `The ledger refused a record (${outcome.code}): ${outcome.message}`;
      this.onError(new LedgerError('rejected', message, { records: 1, requestId }));
    }
  }

  /** Full jitter: clients that failed together do not come back together. */
  #backOff(retryAfterMs = 0): void {
    const { retryDelayMs, maxRetryDelayMs } = this.#options;
    const limitMs = Math.min(maxRetryDelayMs, retryDelayMs * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    this.#notBeforeMs = Date.now() + Math.max(retryAfterMs, Math.random() * limitMs);
  }
}

const NOT_CONFIGURED = {
  kind: 'rejected',
  code: 'not_configured',
  message: 'Usage is not reported: set TOKEN_LEDGER_URL and TOKEN_LEDGER_KEY.',
} as const;

const NO_ANSWER = 'The ledger gave no answer.';

const utf8 = new TextEncoder();

function encode(record: IdentifiedRecord): BufferedRecord {
  const json = JSON.stringify(record);
  return { json, bytes: utf8.encode(json).length, requestId: nameOf(record) };
}

function nameOf({ requestId, messageId }: UsageRecord): string {
  return requestId ?? messageId ?? '';
}

function summarize(records: readonly IdentifiedRecord[], outcomes: readonly SendOutcome[]): BatchResult {
  const failedItems = records.flatMap((record, index): FailedItem[] => {
    const outcome = outcomes[index] ?? { kind: 'failed', message: NO_ANSWER };
    if (outcome.kind === 'accepted') return [];
    const { kind, message } = outcome;
    const { metadata = {} } = record;
    return [{ index, requestId: nameOf(record), error: message, retryable: kind === 'failed', metadata }];
  });
  const failureCount = failedItems.length;
  return {
    totalItems: records.length,
    successCount: records.length - failureCount,
    failureCount,
    hasFailures: failureCount > 0,
    failedItems,
  };
}

/** Resolves at the deadline, or when the work ends before it. */
async function untilDeadline(deadlineMs: number, work?: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadlineMs - Date.now()));
  });
  await Promise.race(work ? [work, timeout] : [timeout]);
  clearTimeout(timer);
}
