import type { FoundRecord, ImportItem, ImportSourceName } from '../import-source.ts';
import { completed, judge, type RecordDefaults } from './judge.ts';
import { refusedByForm, refusedByLedger } from './refused-record.ts';
import type { RefusedReport } from './refused-report.ts';
import { type EncodedRecord, type FinalOutcome, type SendOptions, sendBatch } from './send-batch.ts';
import { addSent, type Sent } from './sent.ts';
import { isWithin, type TimeRange } from './time-range.ts';

export type ImportPhase = 'reading' | 'checking' | 'sending';

/** What became of the records of a run. */
export interface Outcome {
  readonly sent: Sent;
  /** Files with records that the ledger refused. A conflict is none: a change of the ledger's settings does not end it. */
  readonly refusedFiles: readonly string[];
}

/** How far a run is: items that the source yielded, and what became of the records among them. */
interface Position extends Outcome {
  readonly items: number;
}

export interface SendRecordsOptions {
  readonly items: AsyncIterable<ImportItem>;
  readonly sourceName: ImportSourceName;
  readonly defaults: RecordDefaults;
  readonly ownKeyId: string;
  readonly range: TimeRange;
  readonly report: RefusedReport;
  /** Everything before was sent by an earlier run. */
  readonly start: Position;
  readonly sending: SendOptions;
  readonly onConfirmed: (position: Position) => Promise<void>;
  readonly onSent: (records: number) => void;
}

interface WaitingRecord {
  readonly item: FoundRecord;
  readonly encoded: EncodedRecord;
}

/**
 * Sends the records of a source in its order, a batch at a time. A batch is sent before the next item is looked at, so that a
 * position always separates what is done from what is not.
 */
export async function sendRecords(options: SendRecordsOptions): Promise<Outcome> {
  const { start, report, onSent } = options;
  const batch = new Batch(options);
  let items = 0;
  for await (const item of options.items) {
    if (items >= start.items) await batch.take(item, items, report);
    items += 1;
    onSent(batch.records);
  }
  await batch.send(items);
  onSent(batch.records);
  return batch.outcome();
}

class Batch {
  readonly #options: SendRecordsOptions;
  #waiting: WaitingRecord[] = [];
  #bytes = 0;
  #sent: Sent;
  readonly #refusedFiles: Set<string>;
  /** Those that the ledger answered about. */
  records: number;

  constructor(options: SendRecordsOptions) {
    this.#options = options;
    this.#sent = options.start.sent;
    this.#refusedFiles = new Set(options.start.refusedFiles);
    const { accepted, conflicts, rejected } = this.#sent;
    this.records = accepted + conflicts + rejected;
  }

  outcome(): Outcome {
    return { sent: this.#sent, refusedFiles: [...this.#refusedFiles] };
  }

  /** Adds a record, and before that sends the batch if the record does not fit in. `position`: the items before. */
  async take(item: ImportItem, position: number, report: RefusedReport): Promise<void> {
    if (item.kind !== 'record') return;
    const { sourceName, defaults, ownKeyId, range, sending } = this.#options;
    const record = completed(item, sourceName, defaults);
    const judged = judge(record, ownKeyId);
    if (!judged.ok) return report.add(refusedByForm(item, judged.problems));
    if (!isWithin(judged.usage.occurredAtMs ?? range.fromMs, range)) return;
    const json = JSON.stringify(record);
    const encoded = { json, bytes: Buffer.byteLength(json), requestId: judged.usage.requestId };
    const { limits } = sending.transport;
    if (this.#waiting.length >= limits.records || this.#bytes + encoded.bytes > limits.bytes) {
      await this.send(position);
    }
    this.#waiting.push({ item, encoded });
    this.#bytes += encoded.bytes + 1;
  }

  async send(position: number): Promise<void> {
    const { sending, report, onConfirmed } = this.#options;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    const outcomes = await sendBatch(
      waiting.map(({ encoded }) => encoded),
      sending,
    );
    for (const [index, outcome] of outcomes.entries()) {
      const item = waiting[index]?.item;
      if (!item || outcome.kind !== 'rejected') continue;
      if (outcome.code !== 'conflict') this.#refusedFiles.add(item.place.file);
      await report.add(refusedByLedger(item, outcome));
    }
    this.#sent = addSent(this.#sent, summed(outcomes));
    this.records += waiting.length;
    [this.#waiting, this.#bytes] = [[], 0];
    await onConfirmed({ items: position, ...this.outcome() });
  }
}

function summed(outcomes: readonly FinalOutcome[]): Sent {
  const rejected = outcomes.filter((outcome) => outcome.kind === 'rejected');
  const conflicts = rejected.filter(({ code }) => code === 'conflict').length;
  return {
    accepted: outcomes.length - rejected.length,
    conflicts,
    rejected: rejected.length - conflicts,
  };
}
