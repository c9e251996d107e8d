import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY } from '@token-ledger/aws/key-schema';
import type { Call } from './permissions.ts';

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

/** What the use of a client asks of DynamoDB, which here is always empty, except that claims find a duplicate. */
export async function recordCalls(
  use: (client: DynamoDBDocumentClient) => Promise<unknown>,
): Promise<readonly Call[]> {
  const calls: Call[] = [];
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    requestHandler: {
      async handle(request: { headers: Record<string, string>; body: Uint8Array }) {
        const operation = request.headers['x-amz-target']?.split('.')[1] ?? '';
        const body: Body = JSON.parse(new TextDecoder().decode(request.body));
        calls.push(...toCalls(operation, body));
        const answer = {
          Responses: body.Statements?.map(() => ({ Error: { Code: 'DuplicateItem' } })) ?? {},
        };
        return { response: { statusCode: 200, headers: {}, body: Readable.from([JSON.stringify(answer)]) } };
      },
    },
  });
  await use(DynamoDBDocumentClient.from(client));
  return calls;
}

function toCalls(operation: string, body: Body): readonly Call[] {
  const call = (partition: string | undefined, resource = body.TableName, action = operation): Call => {
    if (partition === undefined) throw new Error(`Cannot tell which partition a ${operation} is about.`);
    return { action: `dynamodb:${action}`, resource, partition };
  };
  const statements =
    body.Statements ?? (body.Statement === undefined ? undefined : [{ Statement: body.Statement }]);
  if (statements) {
    return statements.map(({ Statement }) => {
      const [, table] = /^INSERT INTO "([^"]+)" VALUE/.exec(Statement) ?? [];
      if (table === undefined) throw new Error(`Not an insert: ${Statement}`);
      return call('', table, 'PartiQLInsert');
    });
  }
  // A scan goes through a whole table.
  if (operation === 'Scan') return [call('')];
  if (body.TransactItems) {
    return body.TransactItems.flatMap((part) =>
      Object.entries(part).map(([action, { TableName, Key, Item }]) =>
        call((Key ?? Item)?.[PARTITION_KEY]?.S, TableName, `${action}Item`),
      ),
    );
  }
  if (body.RequestItems) {
    return Object.entries(body.RequestItems).flatMap(([table, { Keys }]) =>
      Keys.map((key) => call(key[PARTITION_KEY]?.S, table)),
    );
  }
  return [call((body.Key ?? body.Item)?.[PARTITION_KEY]?.S ?? queriedPartition(body))];
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
