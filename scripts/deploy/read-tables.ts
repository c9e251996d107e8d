import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  paginateListTables,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import type { Configuration } from '../../lib/configuration/read-configuration.ts';

/** The settings that name tables. */
export type TableSetting = 'recordsTable' | 'ledgerTable' | 'auditTable';
export const TABLE_SETTINGS: readonly TableSetting[] = ['recordsTable', 'ledgerTable', 'auditTable'];

/** How CloudFormation begins the names of the tables that a stack makes, after the name of the stack. */
const NAME_IN_STACK: Readonly<Record<TableSetting, string>> = {
  recordsTable: 'DataRecords',
  ledgerTable: 'DataLedger',
  auditTable: 'AccessAudit',
};

/** A table that the configuration names, as it is. */
export interface NamedTable {
  readonly setting: TableSetting;
  readonly name: string;
  /** Undefined: the account and region have no such table. */
  readonly state:
    | {
        /** Such as `p S HASH, s S RANGE`. */
        readonly keys: string;
        /** The attribute by which items expire. */
        readonly expiresBy: string | undefined;
        readonly pointInTimeRecovery: boolean;
        readonly deletionProtection: boolean;
      }
    | undefined;
}

export interface RemainingTable {
  readonly setting: TableSetting;
  readonly name: string;
}

/** The tables that the configuration names, as the account has them. */
export async function readNamedTables({ existing }: Configuration): Promise<readonly NamedTable[]> {
  const client = new DynamoDBClient({});
  try {
    const named = TABLE_SETTINGS.flatMap((setting) => {
      const name = existing[setting];
      return name === undefined ? [] : [{ setting, name }];
    });
    return await Promise.all(
      named.map(async ({ setting, name }) => ({ setting, name, state: await readTable(client, name) })),
    );
  } finally {
    client.destroy();
  }
}

/** Tables with the names that a stack gives, whether or not the stack still exists. */
export async function findTablesOf(stackName: string): Promise<readonly RemainingTable[]> {
  const client = new DynamoDBClient({});
  try {
    const found: RemainingTable[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {}))
      for (const name of TableNames) {
        const setting = TABLE_SETTINGS.find((each) => name.startsWith(`${stackName}-${NAME_IN_STACK[each]}`));
        if (setting) found.push({ setting, name });
      }
    return found;
  } finally {
    client.destroy();
  }
}

async function readTable(client: DynamoDBClient, TableName: string): Promise<NamedTable['state']> {
  try {
    const [{ Table }, { TimeToLiveDescription }, { ContinuousBackupsDescription }] = await Promise.all([
      client.send(new DescribeTableCommand({ TableName })),
      client.send(new DescribeTimeToLiveCommand({ TableName })),
      client.send(new DescribeContinuousBackupsCommand({ TableName })),
    ]);
    const typeOf = (name: string | undefined) =>
      Table?.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
    const expires = ['ENABLED', 'ENABLING'].includes(TimeToLiveDescription?.TimeToLiveStatus ?? '');
    const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    return {
      keys: (Table?.KeySchema ?? [])
        .map(({ AttributeName, KeyType }) => `${AttributeName} ${typeOf(AttributeName)} ${KeyType}`)
        .join(', '),
      expiresBy: expires ? TimeToLiveDescription?.AttributeName : undefined,
      pointInTimeRecovery: recovery === 'ENABLED',
      deletionProtection: Table?.DeletionProtectionEnabled ?? false,
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
