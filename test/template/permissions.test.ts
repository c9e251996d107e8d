import { describe, expect, it } from '@jest/globals';
import { AUDIT, FUNCTIONS, queue, table, template } from './support/deployed-functions.ts';
import { type Grant, grantsOf, grantsOfRole } from './support/permissions.ts';
import { referred, resource, resources } from './support/synthesize.ts';

/** As `action resource where the partition key is one of`, so that an expectation reads as a list. */
function described(grants: readonly Grant[]): readonly string[] {
  const names = new Map([
    [table('Records'), 'records'],
    [table('Ledger'), 'ledger'],
    [AUDIT, 'audit'],
    [queue('LiveQueue'), 'live queue'],
    [queue('BulkQueue'), 'bulk queue'],
    [queue('LiveDeadLetters'), 'live dead letters'],
    [queue('BulkDeadLetters'), 'bulk dead letters'],
    [resource(template, 'AWS::SQS::Queue', 'NotificationsQueue').logicalId, 'alert queue'],
    [resource(template, 'AWS::SQS::Queue', 'NotificationsDeadLetters').logicalId, 'alert dead letters'],
    [resource(template, 'AWS::Events::EventBus', 'BudgetsBus').logicalId, 'bus'],
    [resource(template, 'AWS::SQS::Queue', 'ExportsQueue').logicalId, 'export queue'],
    [resource(template, 'AWS::SQS::Queue', 'ExportsDeadLetters').logicalId, 'export dead letters'],
    [resource(template, 'AWS::SNS::Topic', 'BudgetsTopic').logicalId, 'budget topic'],
    [resource(template, 'AWS::SNS::Topic', 'ReportsTopic').logicalId, 'report topic'],
    [resource(template, 'AWS::S3::Bucket', 'ExportsBucket').logicalId, 'files'],
    [resource(template, 'AWS::SQS::Queue', 'ExportsQueue').logicalId, 'export queue'],
    [resource(template, 'AWS::SQS::Queue', 'ReportsDeadLetters').logicalId, 'report dead letters'],
    [resource(template, 'AWS::Lambda::Function', 'ReportsRunReport').logicalId, 'run-report'],
    [resource(template, 'AWS::IAM::Role', 'ReportsScheduleRole').logicalId, 'schedule role'],
  ]);
  return grants
    .filter(({ action }) => !/^(logs|xray):/.test(action))
    .map(({ action, resource: on, partitions }) =>
      [action, names.get(on) ?? on, ...(partitions ?? [])].join(' '),
    )
    .toSorted();
}

const RECORDING = [
  'dynamodb:BatchGetItem records',
  'dynamodb:GetItem records',
  'dynamodb:PartiQLInsert records',
  'dynamodb:PutItem records',
  'dynamodb:PutItem ledger L#* Q#* C#* M',
  'dynamodb:GetItem ledger M',
  'dynamodb:UpdateItem ledger D#*',
  'dynamodb:Query ledger X',
];
const READING_SPENDING = [
  'dynamodb:BatchGetItem ledger L#* D#* T#*',
  'dynamodb:Query ledger L#* D#* T#*',
  'dynamodb:GetItem ledger P M',
  'dynamodb:PutItem ledger M',
];
/** Of access keys, without their secrets, and of users. */
const NAMES = 'dynamodb:BatchGetItem ledger K U';
const RUNNING_REPORTS = [
  'dynamodb:GetItem ledger R',
  'dynamodb:Query ledger R',
  'dynamodb:PutItem ledger H#* E',
  'sqs:SendMessage export queue',
  ...['Get', 'Create', 'Update', 'Delete'].map(
    (verb) => `scheduler:${verb}Schedule schedule/token-ledger-dev-reports/*`,
  ),
  'iam:PassRole schedule role',
];
const CONSUMING = [
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ReceiveMessage',
];

describe('a function may do what it needs and nothing else', () => {
  it.each([
    [
      'ApiAuthorizeRequest',
      ['dynamodb:GetItem ledger A#*', 'dynamodb:PutItem ledger V', 'dynamodb:PartiQLInsert audit'],
    ],
    [
      'IntakeAcceptUsage',
      [
        ...RECORDING,
        'dynamodb:PutItem ledger I#*',
        'sqs:SendMessage bulk queue',
        'sqs:SendMessage live queue',
      ],
    ],
    [
      'IntakeRecordUsage',
      [
        ...RECORDING,
        ...CONSUMING.flatMap((action) => [`sqs:${action} bulk queue`, `sqs:${action} live queue`]),
      ],
    ],
    [
      'RollupRollUpUsage',
      [
        'dynamodb:BatchGetItem ledger L#* D#* T#* P M',
        'dynamodb:DeleteItem ledger D#* T#*',
        'dynamodb:GetItem ledger L#* D#* T#* P M',
        'dynamodb:PutItem ledger T#* P M',
        'dynamodb:Query ledger L#* D#* T#* P M',
        'dynamodb:UpdateItem ledger D#*',
      ],
    ],
    [
      'ApiQueryUsage',
      [
        'dynamodb:BatchGetItem ledger L#* D#* T#* P M',
        NAMES,
        'dynamodb:GetItem ledger J#*',
        'dynamodb:GetItem ledger L#* D#* T#* P M',
        'dynamodb:PutItem ledger M',
        'dynamodb:Query ledger L#* D#* T#* P M',
      ],
    ],
    [
      'ApiQueryRecords',
      [
        'dynamodb:BatchGetItem ledger L#* D#* T#* P M',
        NAMES,
        'dynamodb:GetItem records',
        'dynamodb:Query records',
        'dynamodb:GetItem ledger L#* D#* T#* P M',
        'dynamodb:PutItem ledger M',
        'dynamodb:Query ledger L#* D#* T#* P M',
      ],
    ],
    [
      'ApiRebuildUsage',
      [
        'dynamodb:BatchGetItem ledger T#*',
        'dynamodb:GetItem ledger J#* M',
        'dynamodb:PartiQLInsert audit',
        'dynamodb:PutItem ledger J#* M',
        'dynamodb:Query ledger D#*',
        'dynamodb:UpdateItem ledger D#*',
      ],
    ],
    [
      'ApiManagePrices',
      ['dynamodb:GetItem ledger P', 'dynamodb:PutItem ledger P', 'dynamodb:PartiQLInsert audit'],
    ],
    ['ApiDescribeApi', []],
    ['ConsoleServeConsole', []],
    [
      'BudgetsEvaluateBudgets',
      [
        ...READING_SPENDING,
        'dynamodb:Query ledger B#* N#* O#*',
        'dynamodb:PutItem ledger N#* O#*',
        'dynamodb:DeleteItem ledger O#*',
        'sqs:SendMessage alert queue',
      ],
    ],
    [
      'DeliveryDeliverNotifications',
      [
        'dynamodb:GetItem ledger B#* N#* R H#* E',
        'dynamodb:UpdateItem ledger N#* H#*',
        'events:PutEvents bus',
        's3:GetObject files',
        'sns:Publish budget topic',
        'sns:Publish report topic',
        ...CONSUMING.map((action) => `sqs:${action} alert queue`),
      ],
    ],
    [
      'ReportsRunReport',
      [
        ...RUNNING_REPORTS,
        ...['SendMessage', 'GetQueueAttributes', 'GetQueueUrl'].map(
          (action) => `sqs:${action} report dead letters`,
        ),
      ],
    ],
    [
      'ReportsManageReports',
      [
        ...RUNNING_REPORTS,
        'dynamodb:PutItem ledger R',
        'dynamodb:DeleteItem ledger R',
        'dynamodb:DeleteItem ledger H#* E',
        'dynamodb:GetItem ledger H#*',
        'dynamodb:GetItem ledger E',
        'dynamodb:Query ledger H#*',
        NAMES,
        'dynamodb:GetItem ledger M',
        'dynamodb:PutItem ledger M',
        'dynamodb:PartiQLInsert audit',
      ],
    ],
    [
      'BudgetsManageBudgets',
      [
        ...READING_SPENDING,
        NAMES,
        'dynamodb:Query ledger B#* N#*',
        'dynamodb:GetItem ledger B#*',
        'dynamodb:PutItem ledger B#*',
        'dynamodb:PartiQLInsert audit',
        'dynamodb:DeleteItem ledger B#*',
      ],
    ],
    [
      'AccessManageAccess',
      [
        'dynamodb:BatchGetItem ledger K V U',
        'dynamodb:DeleteItem ledger X',
        'dynamodb:GetItem ledger A#* U M',
        'dynamodb:PutItem ledger A#* K U X M',
        'dynamodb:PartiQLInsert audit',
        'dynamodb:Query audit',
        'dynamodb:Query ledger K V U',
      ],
    ],
    [
      'QualityCheckQuality',
      [
        'dynamodb:GetItem records',
        'dynamodb:Scan records',
        'dynamodb:BatchGetItem ledger T#*',
        NAMES,
        'dynamodb:Query ledger L#* D#* T#* Q#* C#*',
        'dynamodb:GetItem ledger P M',
        'dynamodb:PutItem ledger M',
      ],
    ],
    [
      'HealthCheckHealth',
      [
        'dynamodb:Query ledger D#* Q#*',
        'dynamodb:GetItem ledger M',
        'dynamodb:PutItem ledger M',
        'cloudwatch:DescribeAlarms alarms',
        'cloudwatch:GetMetricData *',
        ...['live', 'bulk', 'alert', 'export'].flatMap((name) => [
          `sqs:GetQueueAttributes ${name} queue`,
          `sqs:GetQueueAttributes ${name} dead letters`,
        ]),
      ],
    ],
    [
      'FailuresManageFailures',
      [
        'dynamodb:Query ledger Q#*',
        'dynamodb:GetItem ledger Q#*',
        'dynamodb:BatchGetItem ledger K',
        'dynamodb:DeleteItem ledger Q#*',
        'dynamodb:GetItem ledger M',
        'dynamodb:PutItem ledger M',
        'dynamodb:PartiQLInsert audit',
        ...['live', 'bulk', 'alert'].flatMap((name) => [
          `sqs:SendMessage ${name} queue`,
          ...CONSUMING.filter((action) => action !== 'GetQueueUrl').map(
            (action) => `sqs:${action} ${name} dead letters`,
          ),
        ]),
      ],
    ],
  ])('%s', (name, expected) => {
    expect(described(grantsOf(template, name))).toEqual(expected.toSorted());
  });

  it('each writes to its own log and sends traces', () => {
    for (const name of FUNCTIONS) {
      const { logicalId } = resource(template, 'AWS::Logs::LogGroup', name);
      const own = grantsOf(template, name).filter(({ action }) => /^(logs|xray):/.test(action));
      expect(own).toEqual([
        { action: 'logs:CreateLogStream', resource: logicalId },
        { action: 'logs:PutLogEvents', resource: logicalId },
        { action: 'xray:PutTelemetryRecords', resource: '*' },
        { action: 'xray:PutTraceSegments', resource: '*' },
      ]);
    }
  });

  it('the schedules may only start their function', () => {
    const schedules = resources(template, 'AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(4);
    for (const { logicalId, Properties } of schedules) {
      if (logicalId.startsWith('Reports')) continue;
      const name = logicalId.startsWith('Budgets') ? 'BudgetsEvaluateBudgets' : 'RollupRollUpUsage';
      expect(grantsOfRole(template, referred(Properties.Target.RoleArn))).toEqual([
        {
          action: 'lambda:InvokeFunction',
          resource: resource(template, 'AWS::Lambda::Function', name).logicalId,
        },
      ]);
    }
  });

  it('schedules of reports may start what runs reports, and say that they could not', () => {
    const role = resource(template, 'AWS::IAM::Role', 'ReportsScheduleRole').logicalId;
    expect(described(grantsOfRole(template, role))).toEqual([
      'lambda:InvokeFunction run-report',
      'sqs:SendMessage report dead letters',
    ]);
    const repair = resource(template, 'AWS::Scheduler::Schedule', 'Reports').Properties.Target;
    expect(referred(repair.RoleArn)).toBe(role);
  });

  it('no role has a managed policy or a wildcard in an action, and only traces and metrics are of any resource', () => {
    for (const { logicalId, Properties } of resources(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
      for (const { action, resource: on } of grantsOfRole(template, logicalId)) {
        expect(action).not.toContain('*');
        expect(on === '*').toBe(action.startsWith('xray:') || action === 'cloudwatch:GetMetricData');
      }
    }
  });
});
