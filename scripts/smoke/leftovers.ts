import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, paginateDescribeAlarms, paginateListDashboards } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { paginateListScheduleGroups, SchedulerClient } from '@aws-sdk/client-scheduler';
import { paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';

/** Something of a deployment that still exists. */
export interface Leftover {
  readonly kind: string;
  readonly name: string;
}

/**
 * What still exists of a deployment: by the list of its stack, which names everything and also the roles, APIs and user pools, and
 * by the names of its stage in each service, which finds what belongs to no stack.
 */
export async function findLeftovers(
  stage: string,
  stackId: string | undefined,
): Promise<readonly Leftover[]> {
  const stackName = `TokenLedger-${stage}`;
  // Buckets have names in lower case; a stage that begins like another one is not this one.
  const belongs = new RegExp(`(TokenLedger|token-ledger)-${stage}(?![a-z0-9])`, 'i');
  const all = await Promise.all([
    stackId === undefined ? [] : notDeleted(stackId),
    named('table', belongs, tables()),
    named('queue', belongs, queues(stage)),
    named('function', belongs, functions()),
    named('log group', belongs, logGroups()),
    named('bucket', belongs, buckets()),
    named('topic', belongs, topics()),
    named('alarm', belongs, alarms(stackName, stage)),
    named('dashboard', belongs, dashboards()),
    named('group of schedules', belongs, scheduleGroups()),
    named('event bus', belongs, eventBuses()),
  ]);
  return all.flat();
}

async function notDeleted(StackName: string): Promise<readonly Leftover[]> {
  const client = new CloudFormationClient({});
  const found: Leftover[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName }))
    for (const {
      ResourceStatus,
      ResourceType = '',
      PhysicalResourceId,
      LogicalResourceId = '',
    } of StackResourceSummaries)
      if (ResourceStatus !== 'DELETE_COMPLETE')
        found.push({
          kind: ResourceType,
          name: `${PhysicalResourceId ?? LogicalResourceId} (${ResourceStatus})`,
        });
  return found;
}

async function named(
  kind: string,
  belongs: RegExp,
  names: AsyncIterable<string | undefined>,
): Promise<readonly Leftover[]> {
  const found: Leftover[] = [];
  for await (const name of names) if (name !== undefined && belongs.test(name)) found.push({ kind, name });
  return found;
}

async function* tables() {
  for await (const { TableNames = [] } of paginateListTables({ client: new DynamoDBClient({}) }, {}))
    yield* TableNames;
}

async function* queues(stage: string) {
  const client = new SQSClient({});
  // Named by us, and by CloudFormation.
  for (const QueueNamePrefix of [`token-ledger-${stage}`, `TokenLedger-${stage}`])
    for await (const { QueueUrls = [] } of paginateListQueues({ client }, { QueueNamePrefix }))
      yield* QueueUrls;
}

async function* functions() {
  for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient({}) }, {}))
    for (const { FunctionName } of Functions) yield FunctionName;
}

async function* logGroups() {
  for await (const { logGroups: found = [] } of paginateDescribeLogGroups(
    { client: new CloudWatchLogsClient({}) },
    {},
  ))
    for (const { logGroupName } of found) yield logGroupName;
}

async function* buckets() {
  const { Buckets = [] } = await new S3Client({ forcePathStyle: true }).send(new ListBucketsCommand({}));
  for (const { Name } of Buckets) yield Name;
}

async function* topics() {
  for await (const { Topics = [] } of paginateListTopics({ client: new SNSClient({}) }, {}))
    for (const { TopicArn } of Topics) yield TopicArn;
}

async function* alarms(stackName: string, stage: string) {
  const client = new CloudWatchClient({});
  for (const AlarmNamePrefix of [`token-ledger-${stage}`, stackName])
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms(
      { client },
      { AlarmNamePrefix, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] },
    ))
      for (const { AlarmName } of [...MetricAlarms, ...CompositeAlarms]) yield AlarmName;
}

async function* dashboards() {
  for await (const { DashboardEntries = [] } of paginateListDashboards(
    { client: new CloudWatchClient({}) },
    {},
  ))
    for (const { DashboardName } of DashboardEntries) yield DashboardName;
}

async function* scheduleGroups() {
  for await (const { ScheduleGroups = [] } of paginateListScheduleGroups(
    { client: new SchedulerClient({}) },
    {},
  ))
    for (const { Name } of ScheduleGroups) yield Name;
}

async function* eventBuses() {
  const { EventBuses = [] } = await new EventBridgeClient({}).send(new ListEventBusesCommand({}));
  for (const { Name } of EventBuses) yield Name;
}
