import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  Calendar,
  createExport,
  createReadPrices,
  DEFAULT_RECORD_FIELDS,
  DEFAULT_STATISTICS_FIELDS,
  type ExportDefinition,
  type ExportFiles,
  type LedgerStore,
  SLICE_MS,
  type UsageRecord,
  writeExport,
} from '@token-ledger/core';
import { createInMemoryLedgerStore, InMemoryExportStore, InMemoryPriceStore } from '@token-ledger/in-memory';
import { createSpreadsheet } from '../functions/write-export/spreadsheets.ts';
import { shownIds } from '../test/support/shown-ids.ts';

/*
 * Time and memory to export a million records with all columns, in each format: 12,000 in each five minutes, made up when
 * they are read and dropped when they are written (save the rows of a spreadsheet, which wait on disk).
 * Run: node --expose-gc bench/export.ts
 */

const RECORDS = 1_000_000;
const PER_SLICE = 12_000;
const shown = shownIds();
const FROM_MS = Date.UTC(2026, 10, 21);
const TO_MS = FROM_MS + Math.ceil(RECORDS / PER_SLICE) * SLICE_MS;

function recordsOf(sliceStartMs: number): UsageRecord[] {
  const first = ((sliceStartMs - FROM_MS) / SLICE_MS) * PER_SLICE;
  return Array.from(
    { length: Math.max(0, Math.min(PER_SLICE, RECORDS - first)) },
    (_, index): UsageRecord => {
      const number = first + index;
      return {
        requestId: `req_011CX${number.toString(36).padStart(16, '0')}`,
        occurredAtMs: sliceStartMs + ((index * 7919) % SLICE_MS),
        receivedAtMs: sliceStartMs + SLICE_MS,
        accessKeyId: `ak_${(number * 7) % 100}`,
        userId: `u_${(number * 13) % 1000}`,
        model: `claude-sonnet-5-5`,
        feature: `feature-${number % 8}`,
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        tokens: {
          input: number % 5000,
          output: number % 700,
          cacheCreation5m: number % 100,
          cacheCreation1h: 0,
          cacheCreationUnattributed: 0,
          cacheRead: number % 3000,
        },
        status: 'ok',
      };
    },
  );
}

const madeUpLedger: LedgerStore = {
  ...createInMemoryLedgerStore(),
  async *readSegments(sliceStartMs) {
    const records = recordsOf(sliceStartMs);
    for (let start = 0; start < records.length; start += 500) yield records.slice(start, start + 500);
  },
};

const directory = mkdtempSync(join(tmpdir(), 'token-ledger-bench-'));
const rowsFile = join(directory, 'rows');

type Done = (error?: Error | null) => void;
type Write = (content: Uint8Array, done: Done) => void;
type End = (done: Done) => void;

/** Keeps only what is read again, on disk. */
function sink(): ExportFiles {
  let rows = createWriteStream(rowsFile);
  return {
    putFile: async () => {},
    readFile: () => createReadStream(rowsFile),
    deleteFile: async () => {},
    startUpload: async (key) => {
      if (!isSpreadsheet(key)) rows = createWriteStream(rowsFile);
      return 'upload';
    },
    uploadPart: async (key, _, number, content) => {
      if (!isSpreadsheet(key)) await promisify(rows.write.bind(rows) as Write)(content);
      return { number, tag: String(number) };
    },
    completeUpload: async (key) => {
      if (!isSpreadsheet(key)) await promisify(rows.end.bind(rows) as End)();
    },
    abortUpload: async () => {},
  };
}

/** Rather than the rows it is made from. */
function isSpreadsheet(key: string): boolean {
  return key.endsWith('spreadsheet');
}

async function measure(format: ExportDefinition['format'], compressed: boolean): Promise<void> {
  globalThis.gc?.();
  const exports = new InMemoryExportStore();
  const definition: ExportDefinition = {
    subjects: ['records'],
    format,
    fromMs: FROM_MS,
    toMs: TO_MS,
    period: 'hour',
    dimension: 'all',
    recordFields: DEFAULT_RECORD_FIELDS,
    statisticsFields: DEFAULT_STATISTICS_FIELDS,
    filter: {},
    gzip: compressed,
    byteOrderMark: false,
  };
  const manage = {
    exports,
    queue: { send: async () => {} },
    clock: Date.now,
    newId: () => 'id',
    exportRetentionDays: 1,
  };
  const { id } = await createExport(manage, definition, { kind: 'access_key', id: 'ak_bench' });
  let peakBytes = 0;
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 50);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await writeExport(
    {
      store: madeUpLedger,
      calendar: new Calendar('UTC'),
      retention: { retentionDays: 3650 },
      readPrices: createReadPrices(new InMemoryPriceStore()),
      clock: Date.now,
      exports,
      files: sink(),
      compress: promisify<Uint8Array, Uint8Array>(gzip),
      spreadsheets: createSpreadsheet,
      readNames: shown.readNames,
      pseudonyms: shown.pseudonyms,
    },
    id,
    Date.now() + 3_600_000,
  );
  clearInterval(watch);
  const { user, system } = process.cpuUsage(cpu);
  const file = (await exports.getExport(id))?.files[0];
  console.log(
    [
      `${format}${compressed ? ', gzip' : ''}: ${file?.rows} rows, ${((file?.bytes ?? 0) / 1e6).toFixed(0)} MB`,
      `${((performance.now() - start) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s CPU`,
      `resident memory at most ${(peakBytes / 2 ** 20).toFixed(0)} MiB`,
    ].join('; '),
  );
}

try {
  const wanted = process.argv[2];
  for (const [format, compressed] of [
    ['csv', false],
    ['csv', true],
    ['ndjson', false],
    ['xlsx', false],
  ] as const) {
    if (wanted === undefined || wanted === format) await measure(format, compressed);
  }
} finally {
  rmSync(directory, { recursive: true });
}
