import type { Pseudonyms } from '../access/pseudonyms.ts';
import type { ReadNames } from '../access/read-names.ts';
import { pseudonymousIds, realIds, type ShownIds } from '../access/shown-ids.ts';
import type { ExportDefinition } from './export-definition.ts';

export interface ExportIdsDeps {
  readonly readNames: ReadNames;
  /** Called only for a file that shows pseudonyms. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
}

/** How ids appear in the files of an export: decided when it was created, so every download is the same. */
export async function idsOfExport(
  { readNames, pseudonyms }: ExportIdsDeps,
  { pseudonymizeUsers }: Pick<ExportDefinition, 'pseudonymizeUsers'>,
): Promise<ShownIds> {
  return pseudonymizeUsers ? pseudonymousIds(readNames, await pseudonyms()) : realIds(readNames);
}
