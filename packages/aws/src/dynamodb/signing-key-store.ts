import { randomBytes } from 'node:crypto';
import { SIGNING_KEY_ATTRIBUTES } from './attribute-names.ts';
import { SIGNING_KEYS, type SigningPurpose } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { IS_ABSENT, type LedgerTable, tableItems } from './table-items.ts';

const { secret: SECRET } = SIGNING_KEY_ATTRIBUTES;
const SECRET_BYTES = 32;

export interface DynamoSigningKeyStoreOptions extends LedgerTable {
  /** Each purpose has a secret of its own. Default: cursors. */
  readonly purpose?: SigningPurpose;
}

/** A secret that signs or seals: one per deployment and purpose, created on first use. */
export interface SigningKeyStore {
  /** 32 bytes, the same for every caller: if several callers create it, the first write wins. Read once, then cached. */
  getOrCreate(): Promise<Uint8Array>;
}

export function createDynamoSigningKeyStore({
  client,
  ledgerTable,
  purpose = 'cursors',
}: DynamoSigningKeyStoreOptions): SigningKeyStore {
  const table = tableItems(client, ledgerTable);
  const key = SIGNING_KEYS[purpose];
  let known: Uint8Array | undefined;
  return {
    async getOrCreate() {
      known ??= (await get()) ?? (await create()) ?? missing();
      return known;
    },
  };

  async function get(): Promise<Uint8Array | undefined> {
    const item = await table.get(key);
    if (!item) return undefined;
    const secret: unknown = item[SECRET];
    if (secret instanceof Uint8Array && secret.length === SECRET_BYTES) return secret;
    throw new CorruptDataError(`The signing key of ${purpose} is not ${SECRET_BYTES} bytes.`);
  }

  async function create(): Promise<Uint8Array | undefined> {
    const secret = randomBytes(SECRET_BYTES);
    return (await table.putIf(IS_ABSENT, { ...key, [SECRET]: secret })) ? secret : get();
  }
}

function missing(): never {
  throw new Error('A signing key vanished while it was being created.');
}
