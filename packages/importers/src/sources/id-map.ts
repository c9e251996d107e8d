import { textOf } from '../read/values.ts';

/** The ledger's access keys by the ids that another product has for them. */
export type AccessKeyMap = Readonly<Record<string, string>>;

/**
 * The field `accessKeyId` of a row: for the first of its foreign ids that the map names; none without a map or a foreign id.
 * `unmapped_key` if the map names none of them: the row would count under the access key that imports.
 */
export function mappedKey(
  map: AccessKeyMap | undefined,
  ...foreign: readonly unknown[]
): { readonly accessKeyId?: string } | 'unmapped_key' {
  const ids = foreign.map(textOf).filter((id) => id !== undefined);
  if (!map || ids.length === 0) return {};
  const known = ids.find((id) => Object.hasOwn(map, id));
  const accessKeyId = known === undefined ? undefined : map[known];
  return accessKeyId === undefined ? 'unmapped_key' : { accessKeyId };
}

/** Whether a text has the form of the ledger's own ids of access keys. */
export function isAccessKeyId(text: string): boolean {
  return text.startsWith('ak_');
}
