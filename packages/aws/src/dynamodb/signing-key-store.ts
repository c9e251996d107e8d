import { randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditionally } from './conditional-write.ts';
import { PARTITION_KEY, SIGNING_KEY_ATTRIBUTES, SIGNING_KEYS, type SigningPurpose } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const { secret: SECRET } = SIGNING_KEY_ATTRIBUTES;
const SECRET_BYTES = 32;

export interface DynamoSigningKeyStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly ledgerTable: string;
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
  const Key = SIGNING_KEYS[purpose];
  let known: Uint8Array | undefined;
  return {
    async getOrCreate() {
      known ??= (await get()) ?? (await create()) ?? missing();
      return known;
    },
  };

  async function get(): Promise<Uint8Array | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName: ledgerTable, Key, ConsistentRead: true }));
    if (!Item) return undefined;
    const secret: unknown = Item[SECRET];
    if (secret instanceof Uint8Array && secret.length === SECRET_BYTES) return secret;
    throw new CorruptDataError(`The signing key of ${purpose} is not ${SECRET_BYTES} bytes.`);
  }

  async function create(): Promise<Uint8Array | undefined> {
    const secret = randomBytes(SECRET_BYTES);
    const { held } = await conditionally(() =>
      client.send(
        new PutCommand({
          TableName: ledgerTable,
          Item: { ...Key, [SECRET]: secret },
          ConditionExpression: 'attribute_not_exists(#p)',
          ExpressionAttributeNames: { '#p': PARTITION_KEY },
        }),
      ),
    );
    return held ? secret : get();
  }
}

function missing(): never {
  throw new Error('A signing key vanished while it was being created.');
}
