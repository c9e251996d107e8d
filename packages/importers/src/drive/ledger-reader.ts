import type { LookupResponse, RecordsResponse } from '@token-ledger/contract';

/** Reads what the ledger holds already. */
export interface LedgerReader {
  /** A page of the records of an access key in [fromMs, toMs), oldest first. */
  readRecords(query: {
    readonly accessKeyId: string;
    readonly fromMs: number;
    readonly toMs: number;
    readonly cursor: string | undefined;
  }): Promise<Pick<RecordsResponse, 'records' | 'nextCursor'>>;
  /** Which of these names are counted, under which access keys, and since when usage is accepted. At most `MAX_NAMES_PER_LOOKUP`. */
  lookUpNames(names: readonly string[]): Promise<Pick<LookupResponse, 'acceptedFrom' | 'held'>>;
}
