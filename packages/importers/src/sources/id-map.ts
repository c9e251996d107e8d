import { textOf } from '../read/values.ts';

/** The ledger's access keys by the ids that another product has for them. */
export type AccessKeyMap = Readonly<Record<string, string>>;

/** The field `accessKeyId` for a foreign key; none if the map does not name it. */
export function mappedKey(
  map: AccessKeyMap | undefined,
  foreign: unknown,
): { readonly accessKeyId?: string } {
  const id = textOf(foreign);
  const accessKeyId = id !== undefined && map && Object.hasOwn(map, id) ? map[id] : undefined;
  return accessKeyId === undefined ? {} : { accessKeyId };
}
