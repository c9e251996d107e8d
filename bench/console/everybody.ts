import { addKey } from '../../test/browser/support/peopled-ledger.ts';
import type { servedApi } from '../../test/support/served-api.ts';
import { registerUser } from '../../test/support/shown-ids.ts';
import type { Filled } from './large-table.ts';

/** Names all access keys and users of the company. */
export async function registerEverybody(api: ReturnType<typeof servedApi>, { keys, users }: Filled) {
  for (const id of users) await registerUser(api.directory, id, `The name of ${id}`);
  for (const id of keys) await addKey(api, id, `The name of ${id}`, ['ingest']);
}
