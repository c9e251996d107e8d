import { PARTITION_KEY } from '@token-ledger/aws/attribute-names';

/** One action on one resource, and in the ledger table on one kind of items. */
export interface RequiredGrant {
  readonly action: string;
  readonly resource: string;
  /** Pattern of partition keys. */
  readonly partition?: string;
}

export type Item = Readonly<Record<string, { readonly S?: string }>>;

/** The part of DynamoDB's requests that IAM looks at. */
export interface RequestBody {
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

/**
 * What a request to DynamoDB needs, one entry for each item of a batch or transaction.
 *
 * @param ledgerTable its items are of kinds, which roles distinguish
 */
export function requiredGrants(
  operation: string,
  body: RequestBody,
  ledgerTable: string,
): readonly RequiredGrant[] {
  const callOf = (action: string, resource: string, partition: string | undefined): RequiredGrant => {
    if (partition === undefined) throw new Error(`A ${action} names no partition.`);
    // The kind stands before the first `#` of the partition key.
    return {
      action,
      resource,
      ...(resource === ledgerTable && { partition: partition.replace(/#.*/, '#*') }),
    };
  };
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

/** The value that a key condition such as `#p = :p` compares the partition key with. */
export function queriedPartition(body: RequestBody): string | undefined {
  for (const [, name = '', value = ''] of (body.KeyConditionExpression ?? '').matchAll(
    /([#\w]+) = (:\w+)/g,
  )) {
    if ((body.ExpressionAttributeNames?.[name] ?? name) === PARTITION_KEY) {
      return body.ExpressionAttributeValues?.[value]?.S;
    }
  }
  return undefined;
}
