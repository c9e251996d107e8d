/*
 * Imports all transcripts of a folder into a ledger that takes everything, and prints what was sent: node import-folder.ts <folder>
 */
import type { Transport } from '@token-ledger/client';
import { findTranscripts, importUsage, type LedgerReader, transcripts } from '@token-ledger/importers';
import type { TranscriptTotals } from './write-transcripts.ts';

const [folder = ''] = process.argv.slice(2);
const totals: TranscriptTotals = { calls: 0, input: 0, output: 0, cacheCreation: 0, cacheRead: 0 };
const transport: Transport = {
  limits: { records: 1000, bytes: 4_900_000 },
  async send(records) {
    for (const { json } of records) {
      const { usage } = JSON.parse(json) as { readonly usage: Readonly<Record<string, number | undefined>> };
      totals.calls += 1;
      totals.input += usage['input_tokens'] ?? 0;
      totals.output += usage['output_tokens'] ?? 0;
      totals.cacheCreation += usage['cache_creation_input_tokens'] ?? 0;
      totals.cacheRead += usage['cache_read_input_tokens'] ?? 0;
    }
    return { outcomes: records.map(() => ({ kind: 'accepted' })) };
  },
};
const reader: LedgerReader = {
  readRecords: async () => ({ records: [] }),
  lookUpNames: async () => ({ acceptedFrom: '2026-01-01T00:00:00.000Z', held: [] }),
};
await importUsage({
  source: transcripts({ files: await findTranscripts([folder]) }),
  endpoint: 'http://127.0.0.1:1',
  accessKey: `tl_ak_1_${'0'.repeat(64)}`,
  transport,
  reader,
});
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ totals, megabytes }));
