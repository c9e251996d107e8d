import {
  createExport,
  DAY_MS,
  DEFAULT_RECORD_FIELDS,
  DEFAULT_STATISTICS_FIELDS,
  type ExportCreator,
  type ExportDefinition,
  type ExportJob,
  HOUR_MS,
  newFile,
  type Spreadsheet,
  type UsageRecord,
  type WriteExportDeps,
  type WriteOutcome,
  writeExport,
} from '@token-ledger/core';
import {
  InMemoryDirectory,
  InMemoryExportFiles,
  InMemoryExportStore,
  type Step,
} from '@token-ledger/in-memory';
import { AuditedLedger } from './audited-ledger.ts';
import { NOON, usageRecord } from './records.ts';
import { shownIds } from './shown-ids.ts';

const PART_BYTES = 1500;

/** Two hours before noon, all records with all columns. */
export const DEFINITION: ExportDefinition = {
  subjects: ['records'],
  format: 'ndjson',
  fromMs: NOON - 2 * HOUR_MS,
  toMs: NOON,
  period: 'hour',
  dimension: 'all',
  recordFields: ['requestId', 'occurredAt', 'userId', 'model', 'totalTokens', 'costUsd'],
  statisticsFields: DEFAULT_STATISTICS_FIELDS,
  filter: {},
  gzip: false,
  byteOrderMark: false,
};
export const ALL_COLUMNS = {
  recordFields: DEFAULT_RECORD_FIELDS,
  statisticsFields: DEFAULT_STATISTICS_FIELDS,
};

/** The stored export right after its request. */
export const EXPORT_JOB: ExportJob = {
  id: 'export',
  version: 1,
  definition: DEFINITION,
  createdAtMs: NOON,
  createdBy: { kind: 'access_key', id: 'ak_1' },
  expiresAtMs: NOON + DAY_MS,
  updatedAtMs: NOON,
  status: 'queued',
  attempt: 0,
  leasedUntilMs: 0,
  files: [newFile('records')],
};

/** Records spread over the two hours, some of them at one instant. */
export function someRecords(count: number): UsageRecord[] {
  return Array.from({ length: count }, (_, index) =>
    usageRecord({
      requestId: `req_${String((index * 7919) % count).padStart(4, '0')}`,
      occurredAtMs: DEFINITION.fromMs + Math.floor(index / 3) * 3 * Math.floor((2 * HOUR_MS) / count),
      userId: `u_${index % 5}`,
      accessKeyId: `ak_${index % 3}`,
      model: index % 4 === 0 ? 'claude-unheard-of' : 'claude-sonnet-5-5',
    }),
  );
}

/** Exports of an in-memory ledger, with parts so small that there are many. */
export class ExportHarness {
  readonly ledger = new AuditedLedger();
  readonly directory = new InMemoryDirectory();
  readonly shown: ReturnType<typeof shownIds>;
  readonly exports: InMemoryExportStore;
  readonly files: InMemoryExportFiles;
  readonly sent: string[] = [];
  readonly deps: WriteExportDeps;
  #ids = 0;

  constructor(step?: Step) {
    const stepped = step && { step };
    this.exports = new InMemoryExportStore({ ...stepped });
    this.files = new InMemoryExportFiles({ leastPartBytes: PART_BYTES, ...stepped });
    this.shown = shownIds({ directory: this.directory, clock: this.ledger.deps.clock });
    const { readNames, pseudonyms } = this.shown;
    this.deps = {
      ...this.ledger.deps,
      readNames,
      pseudonyms,
      exports: this.exports,
      files: this.files,
      compress: async (content) => content,
      spreadsheets: plainSheets,
      partBytes: PART_BYTES,
      checkpointMs: 0,
      batchRecords: 7,
    };
  }

  get manage() {
    return {
      exports: this.exports,
      queue: {
        send: async (id: string) => {
          this.sent.push(id);
        },
      },
      clock: this.deps.clock,
      newId: () => `export-${(this.#ids += 1)}`,
      exportRetentionDays: 7,
    };
  }

  create(
    changes: Partial<ExportDefinition> = {},
    creator: ExportCreator = { kind: 'access_key', id: 'ak_caller' },
  ): Promise<ExportJob> {
    return createExport(this.manage, { ...DEFINITION, ...changes }, creator);
  }

  /** Writes like a function with this much time; the clock stands still unless a test moves it. */
  write(id: string, timeMs = 10 * 60_000): Promise<WriteOutcome> {
    return writeExport(this.deps, id, this.ledger.nowMs + timeMs);
  }

  /** The file of a finished export. */
  async content(id: string, index = 0): Promise<string> {
    const key = (await this.exports.getExport(id))?.files[index]?.key;
    if (key === undefined) throw new Error(`Export ${id} has no file ${index}.`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.files.readFile(key)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  async job(id: string): Promise<ExportJob> {
    const job = await this.exports.getExport(id);
    if (!job) throw new Error(`There is no export ${id}.`);
    return job;
  }
}

/** Replaces a real spreadsheet if only its rows matter. */
async function* plainSheets({ rows }: Spreadsheet): AsyncGenerator<Uint8Array> {
  for await (const row of rows) yield Buffer.from(`${row.join('|')}\n`);
}
