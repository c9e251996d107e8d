import type { Pseudonyms } from '../access/pseudonyms.ts';
import type { ReadNames } from '../access/read-names.ts';
import { pseudonymousIds, realIds, type ShownIds } from '../access/shown-ids.ts';
import type { ExportDefinition } from './export-definition.ts';

export interface ExportIdsDeps {
  readonly readNames: ReadNames;
  /** Asked only for a file that shows them. */
  readonly pseudonyms: () => Promise<Pseudonyms>;
}

/** How the ids in the files of an export are shown: as was decided when it was asked for, whoever downloads them. */
export async function idsOfExport(
  { readNames, pseudonyms }: ExportIdsDeps,
  { pseudonymizeUsers }: Pick<ExportDefinition, 'pseudonymizeUsers'>,
): Promise<ShownIds> {
  return pseudonymizeUsers ? pseudonymousIds(readNames, await pseudonyms()) : realIds(readNames);
}
