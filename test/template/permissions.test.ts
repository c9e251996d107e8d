import { describe, expect, it } from '@jest/globals';
import { SERVICES, type ServiceName } from '../../functions/shared/metrics.ts';
import {
  EVERYTHING,
  functionOf,
  idPrefixOf,
  type ResourceName,
  SERVICE_NAMES,
  template,
} from './support/deployed-functions.ts';
import { described, grantsOf, grantsOfRole, statementsOf } from './support/permissions.ts';
import { recordCalls } from './support/record-calls.ts';
import * as use from './support/store-uses.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

interface Needs {
  /** What it does with its stores. From this follows exactly what it may do to the tables. */
  readonly stores?: readonly use.Use[];
  /** What it may do besides. */
  readonly besides?: readonly string[];
}

const on = (name: ResourceName, ...actions: readonly string[]) =>
  actions.map((action) => `${action} ${name}`);
const send = (name: ResourceName) => on(name, 'sqs:SendMessage');
const QUEUE_ACTIONS = ['ReceiveMessage', 'ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes'];
/** An event source also looks the queue up. */
const consume = (name: ResourceName) =>
  on(name, ...[...QUEUE_ACTIONS, 'GetQueueUrl'].map((action) => `sqs:${action}`));
const schedules = [
  ...on(
    'report schedules',
    ...['Get', 'Create', 'Update', 'Delete'].map((verb) => `scheduler:${verb}Schedule`),
  ),
  ...on('report schedule role', 'iam:PassRole'),
];

const NEEDS: Record<ServiceName, Needs> = {
  'authorize-request': { stores: [use.authenticate, use.leaveAuditEntries] },
  'accept-usage': {
    stores: [use.recordUsage, use.bindIdempotencyKey],
    besides: [...send('live queue'), ...send('bulk queue'), ...send('notification queue')],
  },
  'accept-telemetry': {
    stores: [use.readDisabledIds, use.countWitnessed, use.hearSources],
    besides: [...send('live queue'), ...send('bulk queue')],
  },
  'record-usage': {
    stores: [use.recordUsage, use.findRecords, use.countWitnessed],
    besides: [...consume('live queue'), ...consume('bulk queue'), ...send('notification queue')],
  },
  'roll-up-usage': { stores: [use.rollUp], besides: send('notification queue') },
  'query-usage': { stores: [use.readUsage, use.showIds, use.signCursors, use.readRebuild] },
  'query-records': { stores: [use.readUsage, use.findRecords, use.showIds, use.signCursors] },
  'rebuild-usage': {
    stores: [use.rebuild, use.leaveAuditEntries],
    // A person waits for the roll-up.
    besides: [`lambda:InvokeFunction ${functionOf(SERVICES.rollUpUsage).logicalId}`],
  },
  'manage-prices': { stores: [use.changePrices, use.leaveAuditEntries] },
  'describe-api': {},
  'serve-console': {},
  'evaluate-budgets': {
    stores: [use.readUsage, use.listBudgets, use.fireAlerts, use.noteSpentBudgets],
    besides: send('notification queue'),
  },
  'manage-budgets': {
    stores: [use.readUsage, use.listBudgets, use.changeBudgets, use.showIds, use.leaveAuditEntries],
  },
  'deliver-notifications': {
    stores: [use.deliver],
    besides: [
      ...consume('notification queue'),
      ...on('bus', 'events:PutEvents'),
      ...on('budget topic', 'sns:Publish'),
      ...on('report topic', 'sns:Publish'),
      // The links it sends allow what it may do itself.
      ...on('files', 's3:GetObject'),
    ],
  },
  'manage-exports': {
    stores: [use.startExports, use.changeExports, use.showIds, use.leaveAuditEntries],
    besides: [...send('export queue'), ...on('files', 's3:GetObject')],
  },
  'write-export': {
    stores: [use.readUsage, use.changeExports, use.showIds],
    besides: [
      ...consume('export queue'),
      ...send('export queue'),
      ...send('notification queue'),
      ...on('files', 's3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'),
    ],
  },
  'run-report': {
    stores: [use.runReports, use.handOverEvents],
    besides: [
      ...schedules,
      ...send('export queue'),
      ...send('notification queue'),
      // Lambda sends what it could not run.
      ...on('report dead letters', 'sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'),
    ],
  },
  'manage-reports': {
    stores: [use.manageReports, use.showIds, use.leaveAuditEntries],
    besides: [...schedules, ...send('export queue')],
  },
  'forward-calls': {
    stores: [use.forward],
    besides: [...send('live queue'), 'secretsmanager:GetSecretValue secret:anthropic/api-key-??????'],
  },
  'manage-access': {
    stores: [use.manageAccess, use.signCursors, use.leaveAuditEntries, use.listAuditEntries],
    besides: send('notification queue'),
  },
  'manage-failures': {
    stores: [
      use.listQuarantined,
      use.settleQuarantined,
      use.followSettings,
      use.nameAccessKeys,
      use.signCursors,
      use.leaveAuditEntries,
    ],
    besides: (['live', 'bulk', 'notification'] as const).flatMap((name) => [
      ...send(`${name} queue`),
      ...on(`${name} dead letters`, ...QUEUE_ACTIONS.map((action) => `sqs:${action}`)),
    ]),
  },
  'check-quality': {
    stores: [
      use.readUsage,
      use.readRecord,
      use.sampleRecords,
      use.listQuarantined,
      use.listConflicts,
      use.readSources,
      use.readWitnessed,
      use.listDayAudits,
      use.showIds,
      use.signCursors,
    ],
  },
  'audit-ledger': {
    stores: [
      use.readUsage,
      use.readRecord,
      use.sampleRecords,
      use.listQuarantined,
      use.readSources,
      use.repairCopies,
      use.auditDays,
    ],
    besides: send('notification queue'),
  },
  'check-health': {
    stores: [use.readHealth, use.followSettings, use.listQuarantined, use.readSources],
    besides: [
      'cloudwatch:DescribeAlarms alarm:*',
      'cloudwatch:GetMetricData *',
      ...(['live', 'bulk', 'notification', 'export'] as const).flatMap((name) => [
        ...on(`${name} queue`, 'sqs:GetQueueAttributes'),
        ...on(`${name} dead letters`, 'sqs:GetQueueAttributes'),
      ]),
    ],
  },
};

describe('a function may do what it needs and nothing else', () => {
  it.each(SERVICE_NAMES)('%s', async (name) => {
    const { stores = [], besides = [] } = NEEDS[name];
    const calls = await recordCalls(async (client) => {
      for (const each of stores) await each(use.connectStores(client));
    });
    const own = grantsOf(template, name).filter(({ action }) => !/^(logs|xray):/.test(action));
    expect(described(own)).toEqual([...new Set([...described(calls), ...besides])].toSorted());
  });

  it('each writes to its own log, and sends traces if they are on', () => {
    const traced = synthesize({ ...EVERYTHING, tracing: true });
    for (const name of SERVICE_NAMES) {
      const { logicalId } = resource(template, 'AWS::Logs::LogGroup', idPrefixOf(name));
      const own = (from: typeof template) =>
        grantsOf(from, name).filter(({ action }) => /^(logs|xray):/.test(action));
      const logs = [
        { action: 'logs:CreateLogStream', resource: logicalId },
        { action: 'logs:PutLogEvents', resource: logicalId },
      ];
      expect(own(template)).toEqual(logs);
      expect(own(traced)).toEqual([
        ...logs,
        { action: 'xray:PutTelemetryRecords', resource: '*' },
        { action: 'xray:PutTraceSegments', resource: '*' },
      ]);
    }
  });

  it('passes on no role but that of the schedules of reports, and that only to them', () => {
    const passing = resources(template, 'AWS::IAM::Role')
      .flatMap(({ logicalId }) => statementsOf(template, logicalId))
      .filter(({ Action }) => [Action].flat().includes('iam:PassRole'));
    expect(passing.length).toBeGreaterThan(0);
    for (const { Condition } of passing)
      expect(Condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
  });

  it('no role has a managed policy or a wildcard in an action, and only metrics are of any resource', () => {
    for (const { logicalId, Properties } of resources(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
      for (const { action, resource: of } of grantsOfRole(template, logicalId)) {
        expect(action).not.toContain('*');
        expect(of === '*').toBe(action === 'cloudwatch:GetMetricData');
      }
    }
  });
});

describe('a schedule may start its function and nothing else', () => {
  const scheduled = resources(template, 'AWS::Scheduler::Schedule').map(({ logicalId, Properties }) => {
    const { Arn, RoleArn } = Properties.Target;
    return { logicalId, target: referred(Arn), grants: described(grantsOfRole(template, referred(RoleArn))) };
  });

  it.each([
    ['RollupSchedule', SERVICES.rollUpUsage, []],
    ['RollupSweep', SERVICES.rollUpUsage, []],
    ['QualityAudit', SERVICES.auditLedger, []],
    ['BudgetsSchedule', SERVICES.evaluateBudgets, []],
    // A report that could not be run is reported.
    ['ReportsRepairSchedule', SERVICES.runReport, send('report dead letters')],
  ] as const)('%s', (prefix, service, besides) => {
    const { logicalId } = functionOf(service);
    expect(scheduled.filter((each) => each.logicalId.startsWith(prefix))).toEqual([
      {
        logicalId: expect.any(String),
        target: logicalId,
        grants: [`lambda:InvokeFunction ${logicalId}`, ...besides],
      },
    ]);
  });

  it('and there is no other', () => expect(scheduled).toHaveLength(5));
});
