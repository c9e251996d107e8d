import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import {
  createDynamoAccessKeyStore,
  createDynamoLedgerStore,
  createDynamoPriceStore,
  createDynamoSigningKeyStore,
  createDynamoStatisticsTableStore,
} from '@token-ledger/aws';
import {
  FIRST_PRICE_SCHEDULE,
  type MarkStore,
  type SegmentStore,
  SHIPPED_PRICE_BOOK,
  type StatisticsItem,
  type StatisticsStore,
} from '@token-ledger/core';
import { NOON, usageRecord } from '../support/records.ts';
import { type Grant, grantsOf, grantsOfRole, isAllowed } from './support/permissions.ts';
import { recordCalls } from './support/record-calls.ts';
import { referred, resource, resources, synthesize } from './support/synthesize.ts';

const template = synthesize();
const table = (name: string) => resource(template, 'AWS::DynamoDB::GlobalTable', `Data${name}`).logicalId;
const queue = (name: string) => resource(template, 'AWS::SQS::Queue', `Intake${name}`).logicalId;

const FUNCTIONS = [
  'ApiAuthorizeRequest',
  'IntakeAcceptUsage',
  'IntakeRecordUsage',
  'RollupRollUpUsage',
  'ApiQueryUsage',
  'ApiRebuildUsage',
  'ApiManagePrices',
  'ExportsManageExports',
  'ExportsWriteExport',
];

/** As `action resource where the partition key is one of`, so that an expectation reads as a list. */
function described(grants: readonly Grant[]): readonly string[] {
  const names = new Map([
    [table('Records'), 'records'],
    [table('Statistics'), 'statistics'],
    [queue('LiveQueue'), 'live queue'],
    [queue('BulkQueue'), 'bulk queue'],
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
  'dynamodb:PutItem statistics L#* Q#* M',
  'dynamodb:GetItem statistics M',
  'dynamodb:UpdateItem statistics D#*',
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
    ['ApiAuthorizeRequest', ['dynamodb:GetItem statistics A#*']],
    ['IntakeAcceptUsage', [...RECORDING, 'sqs:SendMessage bulk queue', 'sqs:SendMessage live queue']],
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
        'dynamodb:GetItem statistics L#* D#* T#* P M',
        'dynamodb:PutItem statistics M',
        'dynamodb:Query statistics L#* D#* T#* P M',
      ],
    ],
    [
      'ApiRebuildUsage',
      [
        'dynamodb:GetItem statistics J#* M',
        'dynamodb:PutItem statistics J#* M',
        'dynamodb:Query statistics D#*',
        'dynamodb:UpdateItem statistics D#*',
      ],
    ],
    ['ApiManagePrices', ['dynamodb:GetItem statistics P', 'dynamodb:PutItem statistics P']],
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

  it('the schedules may only start the roll-up', () => {
    const schedules = resources(template, 'AWS::Scheduler::Schedule');
    expect(schedules).toHaveLength(2);
    const { logicalId } = resource(template, 'AWS::Lambda::Function', 'RollupRollUpUsage');
    for (const { Properties } of schedules) {
      expect(grantsOfRole(template, referred(Properties.Target.RoleArn))).toEqual([
        { action: 'lambda:InvokeFunction', resource: logicalId },
      ]);
    }
  });

  it('no role has a managed policy or a wildcard in an action, and only traces go to any resource', () => {
    for (const { logicalId, Properties } of resources(template, 'AWS::IAM::Role')) {
      expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      expect(Properties).not.toHaveProperty('Policies');
      for (const { action, resource: on } of grantsOfRole(template, logicalId)) {
        expect(action).not.toContain('*');
        expect(on === '*').toBe(action.startsWith('xray:'));
      }
    }
  });
});

describe('what the stores ask of DynamoDB is allowed', () => {
  const tables = {
    recordsTable: table('Records'),
    statisticsTable: table('Statistics'),
    retention: () => ({ retentionDays: 90 }),
  };
  const wait = async () => {};
  const mark = { period: 'day', bucketId: '20261121', token: 'token', firstMarkedAtMs: NOON } as const;
  const hour = { period: 'hour', bucketId: '2026112112' } as const;
  const item: StatisticsItem = { ...hour, dimension: 'user', id: 'u_1', statistics: { count: 0, cells: [] } };

  async function record(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerStore({ client, ...tables, wait });
    await store.claim([usageRecord(), usageRecord()]);
    await store.getRecord('req_1');
    await store.putSegment(NOON, [usageRecord()]);
    await store.putMark({ ...mark, ...hour });
    await store.quarantine({
      id: 'id',
      receivedAtMs: NOON,
      reason: 'too_old',
      problems: [],
      record: '{}',
    });
  }

  async function read(store: MarkStore & SegmentStore & StatisticsStore): Promise<void> {
    await store.listMarks('month');
    for await (const page of store.readSegments(NOON)) expect(page).toEqual([]);
    await store.getStatistics([item]);
    await store.listStatistics(item);
  }

  async function rollUp(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoStatisticsTableStore({ client, ...tables, wait });
    await read(store);
    await store.putStatistics(item, undefined);
    await store.putStatistics(item, 'a version');
    await store.putMark(mark);
    await store.deleteMark(mark);
    await usePrices(client);
    await store.putHeartbeat({ completedAtMs: NOON });
  }

  async function usePrices(client: DynamoDBDocumentClient): Promise<void> {
    const prices = createDynamoPriceStore({ client, ...tables });
    await prices.getPriceSchedule();
    await prices.getPriceBook(1);
    await prices.insertPriceBook({ revision: 1, book: SHIPPED_PRICE_BOOK, createdAtMs: NOON });
    await prices.putPriceSchedule(FIRST_PRICE_SCHEDULE, undefined);
  }

  async function query(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoStatisticsTableStore({ client, ...tables, wait });
    await read(store);
    await store.getHeartbeat();
    await createDynamoPriceStore({ client, ...tables }).getPriceSchedule();
    await createDynamoPriceStore({ client, ...tables }).getPriceBook(1);
    await createDynamoSigningKeyStore({ client, ...tables }).getOrCreate();
  }

  async function rebuild(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoStatisticsTableStore({ client, ...tables, wait });
    const asked = { id: 'id', fromMs: NOON, toMs: NOON, repair: false, markedHours: 0 };
    const state = { ...asked, skippedFrozenHours: 0, startedAtMs: NOON };
    await store.getCurrentRebuild();
    await store.getRebuild('id');
    await store.startRebuild(state, undefined);
    await store.startRebuild(state, 'another');
    await store.updateRebuild(state);
    await store.listMarks('hour');
    await store.putMark({ ...mark, ...hour, repair: true });
  }

  it.each([
    [
      'ApiAuthorizeRequest',
      1,
      (client: DynamoDBDocumentClient) =>
        createDynamoAccessKeyStore({ client, ...tables }).getAccessKey('ak_1'),
    ],
    ['IntakeAcceptUsage', 6, record],
    ['IntakeRecordUsage', 6, record],
    ['RollupRollUpUsage', 9, rollUp],
    ['ApiQueryUsage', 7, query],
    ['ApiRebuildUsage', 9, rebuild],
    ['ApiManagePrices', 4, usePrices],
  ])('%s', async (name, leastCalls, use) => {
    const grants = grantsOf(template, name);
    const calls = await recordCalls(use);
    expect(calls.length).toBeGreaterThanOrEqual(leastCalls);
    expect(calls.filter((call) => !isAllowed(grants, call))).toEqual([]);
  });
});

describe('a function that went astray', () => {
  const WRITES = [
    'PutItem',
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
    'PartiQLInsert',
    'PartiQLUpdate',
    'PartiQLDelete',
  ];
  const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'];
  const may = (name: string, actions: readonly string[], on: string, partition = '') =>
    actions.some((action) =>
      isAllowed(grantsOf(template, name), { action: `dynamodb:${action}`, resource: table(on), partition }),
    );

  it('cannot make itself an access key, and only the authorizer sees them', () => {
    for (const name of FUNCTIONS) {
      expect(may(name, WRITES, 'Statistics', 'A#ak_1')).toBe(false);
      expect(may(name, READS, 'Statistics', 'A#ak_1')).toBe(name === 'ApiAuthorizeRequest');
    }
  });

  it('cannot change or delete what is recorded', () => {
    for (const name of FUNCTIONS) {
      expect(
        may(
          name,
          WRITES.filter((action) => action !== 'PartiQLInsert'),
          'Records',
        ),
      ).toBe(false);
      expect(may(name, ['UpdateItem', 'DeleteItem'], 'Statistics', 'L#202611211200#0')).toBe(false);
    }
  });

  it('cannot write statistics unless it is the roll-up', () => {
    for (const name of FUNCTIONS) {
      expect(may(name, WRITES, 'Statistics', 'T#all#H#2026112112')).toBe(name === 'RollupRollUpUsage');
    }
  });
});
