import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  ALIAS_TARGET_ATTRIBUTE,
  PARTITION_KEY,
  SORT_KEY,
  STATISTICS_ATTRIBUTES,
  TTL_ATTRIBUTE,
} from '@token-ledger/aws/attribute-names';
import { encodeCells } from '../../../packages/aws/src/dynamodb/cells-codec.ts';
import {
  type RequestBody as Body,
  type Item,
  queriedPartition,
  requiredGrants,
} from '../../support/required-grants.ts';
import { RESOURCES } from './deployed-functions.ts';
import type { Grant } from './permissions.ts';

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
        calls.push(...requiredGrants(operation, body, RESOURCES.ledger));
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
