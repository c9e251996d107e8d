import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  ALIAS_TARGET_ATTRIBUTE,
  PARTITION_KEY,
  SORT_KEY,
  STATISTICS_ATTRIBUTES,
  TTL_ATTRIBUTE,
} from '@token-ledger/aws/key-schema';
import { encodeCells } from '../../../packages/aws/src/dynamodb/cells-codec.ts';
import { RESOURCES } from './deployed-functions.ts';
import type { Grant } from './permissions.ts';

type Item = Readonly<Record<string, { readonly S?: string }>>;

/** The part of DynamoDB's requests that IAM looks at. */
interface Body {
  readonly TableName: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly TransactItems?: readonly Readonly<
    Record<string, { readonly TableName: string; readonly Key?: Item; readonly Item?: Item }>
  >[];
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
  readonly Statement?: string;
  readonly Statements?: readonly { readonly Statement: string }[];
}

/** What the use of a client needs from IAM. */
export async function recordCalls(
  use: (client: DynamoDBDocumentClient) => Promise<unknown>,
): Promise<readonly Grant[]> {
  const calls: Grant[] = [];
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array }) {
        const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
        const body: Body = JSON.parse(new TextDecoder().decode(request.body));
        calls.push(...toCalls(operation, body));
        const { statusCode = 200, ...answer } = answerTo(operation, body);
        const content = Readable.from([JSON.stringify(answer)]);
        return { response: { statusCode, headers: {}, body: content } };
      },
    },
  });
  await use(DynamoDBDocumentClient.from(client));
  return calls;
}

interface Answer {
  readonly statusCode?: number;
  readonly [field: string]: unknown;
}

/**
 * Everything is empty, except that claims find a duplicate, records are not as they were when they are replaced, names of calls
 * are second names, and batches find wide statistics that are narrow when read again.
 */
function answerTo(operation: string, body: Body): Answer {
  const { TableName, Statements, RequestItems = {}, Key } = body;
  if (Statements) return { Responses: Statements.map(() => ({ Error: { Code: 'DuplicateItem' } })) };
  if (TableName === RESOURCES.records && operation === 'PutItem')
    return { statusCode: 400, __type: 'ConditionalCheckFailedException' };
  if (TableName === RESOURCES.records && operation === 'Query')
    return { Items: [aliasOf(queriedPartition(body))] };
  const statistics = (key: Item | undefined, version: string) => ({
    ...key,
    [STATISTICS_ATTRIBUTES.count]: { N: '0' },
    [STATISTICS_ATTRIBUTES.totals]: { L: [] },
    [STATISTICS_ATTRIBUTES.packedCells]: { B: Buffer.from(encodeCells([])).toString('base64') },
    [STATISTICS_ATTRIBUTES.writeId]: { S: version },
  });
  const isStatistics = (key?: Item) => key?.[PARTITION_KEY]?.S?.startsWith('T#') ?? false;
  if (operation === 'GetItem') return isStatistics(Key) ? { Item: statistics(Key, 'version') } : {};
  const found = Object.entries(RequestItems).map(([table, { Keys }]) => [
    table,
    Keys.filter(isStatistics).map((key) => statistics(key, 'version.1')),
  ]);
  return { Responses: Object.fromEntries(found) };
}

function aliasOf(name = ''): Readonly<Record<string, unknown>> {
  return {
    [PARTITION_KEY]: { S: name },
    [SORT_KEY]: { S: 'ak_1' },
    [ALIAS_TARGET_ATTRIBUTE]: { S: 'req_1' },
    [TTL_ATTRIBUTE]: { N: '9999999999' },
  };
}

function toCalls(operation: string, body: Body): readonly Grant[] {
  const { TableName, Key, Item } = body;
  const action = `dynamodb:${operation}`;
  const statements = [body.Statements ?? [], body.Statement === undefined ? [] : body].flat();
  if (statements.length > 0) {
    return statements.map(({ Statement = '' }) => {
      const [, resource] = /^INSERT INTO "([^"]+)" VALUE/.exec(Statement) ?? [];
      if (resource === undefined) throw new Error(`Not an insert: ${Statement}`);
      return { action: 'dynamodb:PartiQLInsert', resource };
    });
  }
  // A scan reads a whole table.
  if (operation === 'Scan') return [{ action, resource: TableName }];
  if (body.TransactItems) {
    return body.TransactItems.flatMap((part) =>
      Object.entries(part).map(([kind, write]) =>
        callOf(`dynamodb:${kind}Item`, write.TableName, (write.Key ?? write.Item)?.[PARTITION_KEY]?.S),
      ),
    );
  }
  if (body.RequestItems) {
    return Object.entries(body.RequestItems).flatMap(([table, { Keys }]) =>
      Keys.map((key) => callOf(action, table, key[PARTITION_KEY]?.S)),
    );
  }
  return [callOf(action, TableName, (Key ?? Item)?.[PARTITION_KEY]?.S ?? queriedPartition(body))];
}

/** In the ledger table a call is about one kind of items, which stands before the first `#` of their partition key. */
function callOf(action: string, resource: string, partition: string | undefined): Grant {
  if (partition === undefined) throw new Error(`A ${action} names no partition.`);
  return {
    action,
    resource,
    ...(resource === RESOURCES.ledger && { partition: partition.replace(/#.*/, '#*') }),
  };
}

/** The value that a key condition such as `#p = :p` compares the partition key with. */
function queriedPartition(body: Body): string | undefined {
  for (const [, name = '', value = ''] of (body.KeyConditionExpression ?? '').matchAll(
    /([#\w]+) = (:\w+)/g,
  )) {
    if ((body.ExpressionAttributeNames?.[name] ?? name) === PARTITION_KEY) {
      return body.ExpressionAttributeValues?.[value]?.S;
    }
  }
  return undefined;
}
