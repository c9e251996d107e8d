import { SERVICES, type ServiceName } from '../../../functions/shared/metrics.ts';
import type { FunctionGrant } from './function-roles.ts';

/** What functions may do and did not do in the integration run, and why they may. */
export interface UnusedGrants {
  readonly services: readonly ServiceName[];
  readonly actions: readonly string[];
  /** Of the ARN, which has names that the deployment made. */
  readonly resource: RegExp;
  /** Of the ledger table, the kind of its items. */
  readonly partition?: string;
  readonly reason: string;
  /** Some runs use it: when a function is killed, a queue is slow, or a process comes first. */
  readonly inSomeRuns?: true;
}

const LEDGER = /:table\/.*Ledger/;
const RECORDS = /:table\/.*Records/;
const { acceptTelemetry, acceptUsage, auditLedger, deliverNotifications, evaluateBudgets } = SERVICES;
const { manageBudgets, manageExports, manageFailures, manageReports, queryRecords } = SERVICES;
const { queryUsage, rebuildUsage, recordUsage, rollUpUsage, runReport, writeExport, checkQuality } = SERVICES;

const TAKES_OVER = 'The queue refuses what it should take: then usage is recorded within the request.';
const NO_ROOM = 'It takes back what it began when the export queue refuses it.';

export const UNUSED_GRANTS: readonly UnusedGrants[] = [
  {
    services: Object.values(SERVICES),
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resource: /:log-group:/,
    reason: 'Lambda itself writes the log of a function, with its role.',
  },
  {
    services: [recordUsage, deliverNotifications, writeExport],
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
    ],
    resource: /./,
    reason: 'Lambda itself receives the messages of a queue, with the role of its consumer.',
  },
  {
    services: [runReport],
    actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
    resource: /DeadLetters/,
    reason: 'Lambda itself sends what a function could not run, with its role.',
  },
  {
    services: Object.values(SERVICES),
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    resource: LEDGER,
    partition: 'M',
    reason: 'The first function that needs a key, or sees a changed setting, stores it for all.',
    inSomeRuns: true,
  },
  {
    services: [
      queryRecords,
      queryUsage,
      rebuildUsage,
      evaluateBudgets,
      manageBudgets,
      writeExport,
      checkQuality,
      auditLedger,
      rollUpUsage,
    ],
    actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:DeleteItem'],
    resource: LEDGER,
    partition: 'T#*',
    reason:
      'Statistics with more cells than fit into an item have cells of their own, which are read and deleted apart. The run has too few models and features.',
    inSomeRuns: true,
  },
  {
    services: [acceptUsage],
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PutItem'],
    resource: RECORDS,
    reason: TAKES_OVER,
    inSomeRuns: true,
  },
  {
    services: [recordUsage],
    actions: ['dynamodb:GetItem'],
    resource: RECORDS,
    reason: 'Another consumer changed a record at the same time: it reads what is there now.',
    inSomeRuns: true,
  },
  ...(['L#*', 'C#*', 'D#*', 'S'] as const).map((partition) => ({
    services: [acceptUsage],
    actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
    resource: LEDGER,
    partition,
    reason: TAKES_OVER,
    inSomeRuns: true as const,
  })),
  {
    services: [acceptUsage],
    actions: ['sqs:SendMessage'],
    resource: /-notifications$/,
    reason: 'Events of usage that is recorded within the request.',
    inSomeRuns: true,
  },
  {
    services: [deliverNotifications, manageExports],
    actions: ['s3:GetObject'],
    resource: /exportsbucket/,
    reason: 'It signs links, which allow what its role allows. The caller fetches the file.',
  },
  {
    services: [writeExport],
    actions: ['s3:AbortMultipartUpload'],
    resource: /exportsbucket/,
    reason: 'A file of many megabytes is uploaded in parts, which are dropped when the upload fails.',
  },
  {
    services: [writeExport],
    actions: ['sqs:SendMessage'],
    resource: /ExportsQueue/,
    reason: 'An export that takes longer than one run goes on in another.',
  },
  {
    services: [writeExport, manageExports],
    actions: ['dynamodb:BatchGetItem'],
    resource: LEDGER,
    partition: 'U',
    reason: 'Names of users, in an export that a person with a name asks for.',
    inSomeRuns: true,
  },
  {
    services: [manageBudgets],
    actions: ['dynamodb:BatchGetItem'],
    resource: LEDGER,
    partition: 'K',
    reason: 'Names of access keys that have a budget. The run has budgets of users and of everything.',
    inSomeRuns: true,
  },
  ...(
    [
      [manageExports, 'E'],
      [manageReports, 'E'],
      [manageReports, 'H#*'],
    ] as const
  ).map(([service, partition]) => ({
    services: [service],
    actions: ['dynamodb:DeleteItem'],
    resource: LEDGER,
    partition,
    reason: NO_ROOM,
  })),
  {
    services: [manageReports, runReport],
    actions: ['iam:PassRole'],
    resource: /ReportsScheduleRole/,
    reason: 'It comes with the creation of a schedule, and is no call of its own.',
  },
  {
    services: [runReport],
    actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
    resource: /:schedule\//,
    reason: 'It repairs schedules that are not as stored. The run leaves them alone.',
    inSomeRuns: true,
  },
  {
    services: [runReport],
    actions: ['dynamodb:DeleteItem'],
    resource: LEDGER,
    partition: 'Y',
    reason:
      'It sends events of access keys that were left behind when the function that changed them crashed.',
  },
  {
    services: [runReport],
    actions: ['sqs:SendMessage'],
    resource: /-notifications$/,
    reason: 'As above: the events go to this queue.',
  },
  {
    services: [manageFailures],
    actions: ['sqs:SendMessage'],
    resource: /-(bulk|notifications)$/,
    reason: 'Retries of these queues are as those of the live queue, which the run makes.',
  },
  {
    services: [manageFailures],
    actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
    resource: /(Bulk|Notifications)DeadLetters/,
    reason: 'Nothing is in these dead-letter queues in the run: they are only looked at.',
  },
  {
    services: [auditLedger],
    actions: ['dynamodb:PutItem'],
    resource: LEDGER,
    partition: 'L#*',
    reason: 'It copies a record again whose copy was lost. A sample may meet none.',
    inSomeRuns: true,
  },
  {
    services: [auditLedger],
    actions: ['sqs:SendMessage'],
    resource: /-notifications$/,
    reason: 'It announces that a grade changed, which takes two nights.',
    inSomeRuns: true,
  },
  {
    services: [acceptTelemetry],
    actions: ['dynamodb:UpdateItem'],
    resource: LEDGER,
    partition: 'W',
    reason: 'It counts spans that name no call. Those of the run name theirs.',
  },
];

export function coversGrant(unused: UnusedGrants, grant: FunctionGrant): boolean {
  return (
    unused.services.some((service) => service === grant.service) &&
    unused.actions.includes(grant.action) &&
    unused.resource.test(grant.resource) &&
    unused.partition === grant.partition
  );
}
