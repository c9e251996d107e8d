import { type ExportFile, type ExportJob, MEASURE_NAMES, type Measures } from '@token-ledger/core';
import { EXPORT_ATTRIBUTES, TTL_ATTRIBUTE } from './attribute-names.ts';
import { exportKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const { job: JOB, version: VERSION } = EXPORT_ATTRIBUTES;

type StoredExport = Omit<ExportJob, 'files' | 'createdBy'> & {
  readonly createdBy: ExportJob['createdBy'] | string;
  readonly files: readonly (Omit<ExportFile, 'totals'> & { readonly totals: readonly string[] })[];
};

/**
 * A job is always read and written as a whole, so it is one JSON text: at most 240 KB, with the most parts a file can
 * have.
 */
export function encodeExport(job: ExportJob): Record<string, unknown> {
  const files = job.files.map(({ totals, ...file }) => ({
    ...file,
    totals: encodeTotals(totals),
  }));
  return {
    ...exportKey(job.id),
    [VERSION]: job.version,
    [JOB]: JSON.stringify({ ...job, files }),
    [TTL_ATTRIBUTE]: Math.ceil(job.expiresAtMs / 1000),
  };
}

export function decodeExport({ [JOB]: text }: Record<string, unknown>): ExportJob {
  if (typeof text !== 'string') throw new CorruptDataError('A stored export has no text.');
  const job = JSON.parse(text) as StoredExport;
  const { createdBy } = job;
  return {
    ...job,
    createdBy: typeof createdBy === 'string' ? formerCreator(createdBy) : createdBy,
    files: job.files.map((file) => ({ ...file, totals: decodeTotals(file.totals) })),
  };
}

/** The first versions stored only the id. Ids of access keys have a recognizable form. */
function formerCreator(id: string): ExportJob['createdBy'] {
  return { kind: id.startsWith('ak_') ? 'access_key' : 'person', id };
}

/** As texts, because sums may exceed what a JSON number holds. */
export function encodeTotals(totals: Measures): readonly string[] {
  return MEASURE_NAMES.map((name) => totals[name].toString());
}

export function decodeTotals(totals: readonly string[]): Measures {
  const sums = MEASURE_NAMES.map((name, index) => [name, BigInt(totals[index] ?? 0)] as const);
  return Object.fromEntries(sums) as Measures;
}
