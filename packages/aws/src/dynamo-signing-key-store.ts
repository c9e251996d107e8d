import { randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditionally } from './conditional-write.ts';
import { CURSOR_SIGNING_KEY, PARTITION_KEY, SIGNING_KEY_ATTRIBUTES } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';

const { secret: SECRET } = SIGNING_KEY_ATTRIBUTES;
const SECRET_BYTES = 32;

export interface DynamoSigningKeyStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly statisticsTable: string;
}

/** The secret that pagination cursors are signed with: one per deployment, made when it is first needed. */
export interface SigningKeyStore {
  /** 32 bytes, the same for every caller: of several first callers, the first writer's. Read once, then remembered. */
  getOrCreate(): Promise<Uint8Array>;
}

export function createDynamoSigningKeyStore({
  client,
  statisticsTable,
}: DynamoSigningKeyStoreOptions): SigningKeyStore {
  let known: Uint8Array | undefined;
  return {
    async getOrCreate() {
      known ??= (await get()) ?? (await create()) ?? missing();
      return known;
    },
  };

  async function get(): Promise<Uint8Array | undefined> {
    const { Item } = await client.send(
      new GetCommand({ TableName: statisticsTable, Key: CURSOR_SIGNING_KEY, ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const secret: unknown = Item[SECRET];
    if (secret instanceof Uint8Array && secret.length === SECRET_BYTES) return secret;
    throw new CorruptDataError(`The signing key of cursors is not ${SECRET_BYTES} bytes.`);
  }

  async function create(): Promise<Uint8Array | undefined> {
    const secret = randomBytes(SECRET_BYTES);
    const { held } = await conditionally(() =>
      client.send(
        new PutCommand({
          TableName: statisticsTable,
          Item: { ...CURSOR_SIGNING_KEY, [SECRET]: secret },
          ConditionExpression: 'attribute_not_exists(#p)',
          ExpressionAttributeNames: { '#p': PARTITION_KEY },
        }),
      ),
    );
    return held ? secret : get();
  }
}

function missing(): never {
  throw new Error('The signing key of cursors vanished while it was being created.');
}
