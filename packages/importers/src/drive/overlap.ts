import type { RecordsResponse } from '@token-ledger/contract';
import { OverlapError } from '../errors.ts';
import type { ImportSourceName } from '../import-source.ts';
import type { LedgerReader } from './ledger-reader.ts';
import type { UnjoinedSpan } from './survey.ts';

type RecordsReader = Pick<LedgerReader, 'readRecords'>;

/**
 * Refuses to import usage twice. A record without a name of Anthropic's cannot join what was captured live, so that both would
 * count. Records of the same source are no overlap: they have the same names. Rejects with an `OverlapError`.
 */
export async function refuseOverlap(
  reader: RecordsReader,
  source: ImportSourceName,
  spans: readonly UnjoinedSpan[],
): Promise<void> {
  for (const span of spans) {
    const found = await findForeign(reader, source, span);
    if (found) throw new OverlapError(explain(found, source, span));
  }
}

type RecordOfLedger = RecordsResponse['records'][number];

async function findForeign(
  reader: RecordsReader,
  source: ImportSourceName,
  { accessKeyId, firstMs, lastMs }: UnjoinedSpan,
): Promise<RecordOfLedger | undefined> {
  let cursor: string | undefined;
  do {
    const page = await reader.readRecords({ accessKeyId, fromMs: firstMs, toMs: lastMs + 1, cursor });
    const foreign = page.records.find((record) => record.source !== source);
    if (foreign) return foreign;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return undefined;
}

function explain(
  { occurredAt, source: captured }: RecordOfLedger,
  source: ImportSourceName,
  { accessKeyId, firstMs, lastMs }: UnjoinedSpan,
): string {
  const [first, last] = [firstMs, lastMs].map((ms) => new Date(ms).toISOString());
  return [
    `The ledger already holds usage of the access key ${accessKeyId} between ${first} and ${last}:`,
    `a call of ${occurredAt}, captured as ${captured}. Calls of the source ${source} have names of their own,`,
    'which cannot join it, so that a call that was captured both ways would count twice. Nothing was sent.',
    `Import what is earlier (--to ${occurredAt}), or, if these are other calls, allow it (--allow-overlap).`,
  ].join('\n');
}
