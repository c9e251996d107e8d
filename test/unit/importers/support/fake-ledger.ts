import type { SendOutcome, SendResult, Transport } from '@token-ledger/client';
import type { LedgerReader } from '../../../../packages/importers/src/drive/ledger-reader.ts';

type Batch = Parameters<Transport['send']>[0];

export interface HeldRecord {
  readonly requestId?: string;
  readonly messageId?: string;
  readonly accessKeyId?: string;
  readonly occurredAt: number;
  readonly source: string;
}

/** A ledger that counts each name once, and that answers and fails as a test asks. */
export class FakeLedger implements Transport, LedgerReader {
  readonly limits: { readonly records: number; readonly bytes: number };
  /** By name, the first report of each. */
  readonly held = new Map<string, HeldRecord>();
  readonly batches: number[] = [];
  readonly priorities = new Set<string>();
  readonly queries: object[] = [];
  /** The names of each lookup. */
  readonly lookups: (readonly string[])[] = [];
  /** Since when usage is accepted. */
  acceptedFrom = '1970-01-01T00:00:00.000Z';
  /** Whether the reader may see other access keys than `ak_own`. */
  seesKeys = true;
  /** Called before each lookup of names. */
  beforeLookup: (() => void) | undefined;
  /** Called for each batch before it is stored; what it returns is the answer. */
  before: ((batch: Batch) => SendResult | undefined) | undefined;
  /** Called for each batch after it is stored. */
  after: ((batch: Batch) => void) | undefined;
  /** What a record is answered with; accepted by default. */
  judge: (record: HeldRecord) => SendOutcome = () => ({ kind: 'accepted' });

  constructor(records = 1000, bytes = 4_900_000) {
    this.limits = { records, bytes };
  }

  async send(batch: Batch, priority: string): Promise<SendResult> {
    this.priorities.add(priority);
    const answer = this.before?.(batch);
    if (answer) return answer;
    this.batches.push(batch.length);
    const outcomes = batch.map(({ json }) => {
      const record = JSON.parse(json) as HeldRecord;
      const outcome = this.judge(record);
      const name = record.requestId ?? record.messageId ?? '';
      if (outcome.kind === 'accepted' && !this.held.has(name)) this.held.set(name, record);
      return outcome;
    });
    this.after?.(batch);
    return { status: 202, outcomes };
  }

  async readRecords(query: Parameters<LedgerReader['readRecords']>[0]) {
    this.queries.push(query);
    const { accessKeyId, fromMs, toMs, cursor = '0' } = query;
    const all = [...this.held.values()].filter(
      ({ occurredAt, accessKeyId: key = 'ak_own' }) =>
        key === accessKeyId && occurredAt >= fromMs && occurredAt < toMs,
    );
    const start = Number(cursor);
    const page = all.slice(start, start + 2).map(({ occurredAt, source }) => ({
      occurredAt: new Date(occurredAt).toISOString(),
      source,
    }));
    const nextCursor = start + 2 < all.length ? { nextCursor: String(start + 2) } : {};
    return { records: page, ...nextCursor } as unknown as Awaited<ReturnType<LedgerReader['readRecords']>>;
  }

  async lookUpNames(names: readonly string[]) {
    this.lookups.push(names);
    if (names.length > 0) this.beforeLookup?.();
    const held = names.flatMap((name) => {
      const record = [...this.held.values()].find(
        (each) => each.requestId === name || each.messageId === name,
      );
      if (!record) return [];
      const { accessKeyId = 'ak_own' } = record;
      const visible = this.seesKeys || accessKeyId === 'ak_own';
      return [{ name, accessKeyIds: visible ? [accessKeyId] : [], hiddenKeys: visible ? 0 : 1 }];
    });
    return { acceptedFrom: this.acceptedFrom, held };
  }
}
