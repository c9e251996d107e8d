import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Configuration } from '../../lib/configuration/read-configuration.ts';
import {
  findTablesOf,
  type NamedTable,
  type RemainingTable,
  readNamedTables,
  TABLE_SETTINGS,
} from './read-tables.ts';

/** What decides whether a deployment can succeed, as the account and region of the environment have it. */
export interface AccountState {
  readonly region: string;
  /** Functions that may run at once, of all applications. */
  readonly concurrentExecutions: number;
  /** Of those, the ones that no function has for itself. */
  readonly unreservedExecutions: number;
  /** Undefined where `cdk bootstrap` was never run. */
  readonly bootstrapVersion: number | undefined;
  /** Twelve digits; known where `cdk bootstrap` was run. */
  readonly account: string | undefined;
  /** Such as `CREATE_COMPLETE`; undefined before the first deployment. */
  readonly stackStatus: string | undefined;
  /** Queues that a deleted deployment of the stage left behind. */
  readonly remainingQueues: readonly string[];
  /** Tables that such a deployment left behind. */
  readonly remainingTables: readonly RemainingTable[];
  /** The tables that the configuration names. */
  readonly namedTables: readonly NamedTable[];
  /** Tables that the deployed stack uses and did not make. */
  readonly adoptedTables: readonly RemainingTable[];
  /** The reporting time zone of the deployed stack. */
  readonly deployedTimeZone: string | undefined;
}

const OUTPUTS = {
  recordsTable: 'RecordsTableName',
  ledgerTable: 'LedgerTableName',
  auditTable: 'AuditTableName',
} as const;

/** @throws an error that says what is missing: a region, credentials, a permission */
export async function readAccount(configuration: Configuration): Promise<AccountState> {
  const { stage } = configuration;
  const stackName = `TokenLedger-${stage}`;
  const [cloudFormation, lambda, sqs] = [
    new CloudFormationClient({}),
    new LambdaClient({}),
    new SQSClient({}),
  ];
  try {
    const region = await lambda.config.region();
    const [{ AccountLimit }, toolkit, found] = await Promise.all([
      lambda.send(new GetAccountSettingsCommand({})),
      describeStack(cloudFormation, 'CDKToolkit'),
      describeStack(cloudFormation, stackName),
    ]);
    // A first deployment that was stopped before it began leaves a stack with nothing in it.
    const stack = found?.StackStatus === 'REVIEW_IN_PROGRESS' ? undefined : found;
    const queues = stack ? [] : ['live', 'bulk'].map((name) => `token-ledger-${stage}-${name}`);
    const remaining = await Promise.all(queues.map((name) => queueExists(sqs, name)));
    const [remainingTables, namedTables, adoptedTables] = await Promise.all([
      stack ? [] : findTablesOf(stackName),
      readNamedTables(configuration),
      stack ? findAdopted(cloudFormation, stack) : [],
    ]);
    const version = outputOf(toolkit, 'BootstrapVersion');
    return {
      region,
      concurrentExecutions: AccountLimit?.ConcurrentExecutions ?? 0,
      unreservedExecutions: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
      bootstrapVersion: version === undefined ? undefined : Number(version),
      account: toolkit?.StackId?.split(':')[4],
      stackStatus: stack?.StackStatus,
      remainingQueues: queues.filter((_, index) => remaining[index]),
      remainingTables,
      namedTables,
      adoptedTables,
      deployedTimeZone: outputOf(stack, 'ReportingTimeZone'),
    };
  } catch (error) {
    throw explained(error);
  } finally {
    for (const client of [cloudFormation, lambda, sqs]) client.destroy();
  }
}

async function describeStack(client: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

function outputOf(stack: Stack | undefined, name: string): string | undefined {
  return stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
}

/** The tables in the outputs of a stack that are not among its resources. */
async function findAdopted(client: CloudFormationClient, stack: Stack): Promise<readonly RemainingTable[]> {
  const { StackName } = stack;
  const own = new Set<string | undefined>();
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
    for (const { PhysicalResourceId } of StackResourceSummaries) own.add(PhysicalResourceId);
  return TABLE_SETTINGS.flatMap((setting) => {
    const name = outputOf(stack, OUTPUTS[setting]);
    return name === undefined || own.has(name) ? [] : [{ setting, name }];
  });
}

async function queueExists(client: SQSClient, QueueName: string): Promise<boolean> {
  try {
    await client.send(new GetQueueUrlCommand({ QueueName }));
    return true;
  } catch (error) {
    if (error instanceof Error && /NonExistentQueue|QueueDoesNotExist/.test(error.name)) return false;
    throw error;
  }
}

/** The messages of the SDK name neither the variable nor the command that helps. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (/region is missing/i.test(error.message))
    return new Error('No region is set. Set AWS_REGION, or name a profile that has one in AWS_PROFILE.');
  if (error.name === 'CredentialsProviderError')
    return new Error(
      'There are no AWS credentials. Sign in (aws sso login), or name a profile in AWS_PROFILE.',
      {
        cause: error,
      },
    );
  return error;
}
