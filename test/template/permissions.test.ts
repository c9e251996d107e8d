import { describe, expect, it } from '@jest/globals';
import { AUDIT, FUNCTIONS, queue, table, template } from './support/deployed-functions.ts';
import { type Grant, grantsOf, grantsOfRole } from './support/permissions.ts';
import { referred, resource, resources } from './support/synthesize.ts';

/** As `action resource where the partition key is one of`, so that an expectation reads as a list. */
function described(grants: readonly Grant[]): readonly string[] {
  const names = new Map([
    [table('Records'), 'records'],
    [table('Statistics'), 'statistics'],
    [AUDIT, 'audit'],
    [queue('LiveQueue'), 'live queue'],
    [queue('BulkQueue'), 'bulk queue'],
    [queue('LiveDeadLetters'), 'live dead letters'],
    [queue('BulkDeadLetters'), 'bulk dead letters'],
    [resource(template, 'AWS::SQS::Queue', 'BudgetsAlertQueue').logicalId, 'alert queue'],
    [resource(template, 'AWS::SQS::Queue', 'BudgetsAlertDeadLetters').logicalId, 'alert dead letters'],
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
  'dynamodb:PutItem statistics L#* Q#* C#* M',
  'dynamodb:GetItem statistics M',
  'dynamodb:UpdateItem statistics D#*',
  'dynamodb:Query statistics X',
];
const READING_SPENDING = [
  'dynamodb:BatchGetItem statistics L#* D#* T#*',
  'dynamodb:Query statistics L#* D#* T#*',
  'dynamodb:GetItem statistics P M',
  'dynamodb:PutItem statistics M',
];
/** Of access keys, without their secrets, and of users. */
const NAMES = 'dynamodb:BatchGetItem statistics K U';
const RUNNING_REPORTS = [
  'dynamodb:GetItem statistics R',
  'dynamodb:Query statistics R',
  'dynamodb:PutItem statistics H#* E',
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
      ['dynamodb:GetItem statistics A#*', 'dynamodb:PutItem statistics V', 'dynamodb:PartiQLInsert audit'],
    ],
    [
      'IntakeAcceptUsage',
      [
        ...RECORDING,
        'dynamodb:PutItem statistics I#*',
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
        'dynamodb:BatchGetItem statistics L#* D#* T#* P M',
        'dynamodb:DeleteItem statistics D#* T#*',
        'dynamodb:GetItem statistics L#* D#* T#* P M',
        'dynamodb:PutItem statistics T#* P M',
        'dynamodb:Query statistics L#* D#* T#* P M',
        'dynamodb:UpdateItem statistics D#*',
      ],
    ],
    [
      'ApiQueryUsage',
      [
        'dynamodb:BatchGetItem statistics L#* D#* T#* P M',
        NAMES,
        'dynamodb:GetItem statistics J#*',
        'dynamodb:GetItem statistics L#* D#* T#* P M',
        'dynamodb:PutItem statistics M',
        'dynamodb:Query statistics L#* D#* T#* P M',
      ],
    ],
    [
      'ApiQueryRecords',
      [
        'dynamodb:BatchGetItem statistics L#* D#* T#* P M',
        NAMES,
        'dynamodb:GetItem records',
        'dynamodb:Query records',
        'dynamodb:GetItem statistics L#* D#* T#* P M',
        'dynamodb:PutItem statistics M',
        'dynamodb:Query statistics L#* D#* T#* P M',
      ],
    ],
    [
      'ApiRebuildUsage',
      [
        'dynamodb:BatchGetItem statistics T#*',
        'dynamodb:GetItem statistics J#* M',
        'dynamodb:PartiQLInsert audit',
        'dynamodb:PutItem statistics J#* M',
        'dynamodb:Query statistics D#*',
        'dynamodb:UpdateItem statistics D#*',
      ],
    ],
    [
      'ApiManagePrices',
      ['dynamodb:GetItem statistics P', 'dynamodb:PutItem statistics P', 'dynamodb:PartiQLInsert audit'],
    ],
    ['ApiDescribeApi', []],
    ['ConsoleServeConsole', []],
    [
      'BudgetsEvaluateBudgets',
      [
        ...READING_SPENDING,
        'dynamodb:Query statistics B#* N#* O#*',
        'dynamodb:PutItem statistics N#* O#*',
        'dynamodb:DeleteItem statistics O#*',
        'sqs:SendMessage alert queue',
      ],
    ],
    [
      'DeliveryDeliverAlerts',
      [
        'dynamodb:GetItem statistics B#* N#* R H#* E',
        'dynamodb:UpdateItem statistics N#* H#*',
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
        'dynamodb:PutItem statistics R',
        'dynamodb:DeleteItem statistics R',
        'dynamodb:DeleteItem statistics H#* E',
        'dynamodb:GetItem statistics H#*',
        'dynamodb:GetItem statistics E',
        'dynamodb:Query statistics H#*',
        NAMES,
        'dynamodb:GetItem statistics M',
        'dynamodb:PutItem statistics M',
        'dynamodb:PartiQLInsert audit',
      ],
    ],
    [
      'BudgetsManageBudgets',
      [
        ...READING_SPENDING,
        NAMES,
        'dynamodb:Query statistics B#* N#*',
        'dynamodb:GetItem statistics B#*',
        'dynamodb:PutItem statistics B#*',
        'dynamodb:PartiQLInsert audit',
        'dynamodb:DeleteItem statistics B#*',
      ],
    ],
    [
      'AccessManageAccess',
      [
        'dynamodb:BatchGetItem statistics K V U',
        'dynamodb:DeleteItem statistics X',
        'dynamodb:GetItem statistics A#* U M',
        'dynamodb:PutItem statistics A#* K U X M',
        'dynamodb:PartiQLInsert audit',
        'dynamodb:Query audit',
        'dynamodb:Query statistics K V U',
      ],
    ],
    [
      'QualityCheckQuality',
      [
        'dynamodb:GetItem records',
        'dynamodb:Scan records',
        'dynamodb:BatchGetItem statistics T#*',
        NAMES,
        'dynamodb:Query statistics L#* D#* T#* Q#* C#*',
        'dynamodb:GetItem statistics P M',
        'dynamodb:PutItem statistics M',
      ],
    ],
    [
      'HealthCheckHealth',
      [
        'dynamodb:Query statistics D#* Q#*',
        'dynamodb:GetItem statistics M',
        'dynamodb:PutItem statistics M',
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
        'dynamodb:Query statistics Q#*',
        'dynamodb:GetItem statistics Q#*',
        'dynamodb:BatchGetItem statistics K',
        'dynamodb:DeleteItem statistics Q#*',
        'dynamodb:GetItem statistics M',
        'dynamodb:PutItem statistics M',
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
