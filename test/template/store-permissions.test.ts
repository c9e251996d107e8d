import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import {
  createDynamoAccessKeyStore,
  createDynamoAlertStore,
  createDynamoAuditLog,
  createDynamoBudgetStore,
  createDynamoDisabledIdsStore,
  createDynamoExportStore,
  createDynamoIdempotencyStore,
  createDynamoLedgerStore,
  createDynamoLedgerTableStore,
  createDynamoNames,
  createDynamoPriceStore,
  createDynamoRecordSampler,
  createDynamoReportStore,
  createDynamoSettingsStore,
  createDynamoSigningKeyStore,
  createDynamoUserStore,
} from '@token-ledger/aws';
import {
  type AccessKey,
  type AuditEntry,
  FIRST_PRICE_SCHEDULE,
  type MarkStore,
  newAlert,
  type SegmentStore,
  SHIPPED_PRICE_BOOK,
  type StatisticsItem,
  type StatisticsStore,
  type User,
} from '@token-ledger/core';
import { newBudget } from '../support/budgets.ts';
import { EXPORT_JOB } from '../support/exports.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { keyOf, newReport, newRun } from '../support/reports.ts';
import { AUDIT, table, template } from './support/deployed-functions.ts';
import { grantsOf, isAllowed } from './support/permissions.ts';
import { recordCalls } from './support/record-calls.ts';

describe('what the stores ask of DynamoDB is allowed', () => {
  const tables = {
    recordsTable: table('Records'),
    ledgerTable: table('Ledger'),
    retention: () => ({ retentionDays: 90 }),
  };
  const wait = async () => {};
  const mark = { period: 'day', bucketId: '20261121', token: 'token', firstMarkedAtMs: NOON } as const;
  const hour = { period: 'hour', bucketId: '2026112112' } as const;
  const item: StatisticsItem = { ...hour, dimension: 'user', id: 'u_1', statistics: { count: 0, cells: [] } };

  async function record(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerStore({ client, ...tables, wait });
    await store.claim([usageRecord(), usageRecord()]);
    await store.replaceRecord(usageRecord({ revision: 2 }), 1);
    await store.getRecord(usageRecord());
    await store.putConflict({
      id: 'id',
      accessKeyId: 'ak_1',
      reason: 'user',
      receivedAtMs: NOON,
      recorded: usageRecord(),
      reported: usageRecord(),
    });
    await store.putSegment(NOON, [usageRecord()]);
    await store.putMark({ ...mark, ...hour });
    await store.quarantine({
      id: 'id',
      receivedAtMs: NOON,
      reason: 'too_old',
      problems: [],
      record: '{}',
    });
    await createDynamoDisabledIdsStore({ client, ...tables }).getDisabledIds();
  }

  async function accept(client: DynamoDBDocumentClient): Promise<void> {
    await record(client);
    await createDynamoIdempotencyStore({ client, ...tables }).bindKey({
      callerKeyId: 'ak_1',
      key: 'job-1',
      bodyDigest: 'digest',
      receivedAtMs: NOON,
    });
  }

  const audit = (client: DynamoDBDocumentClient) =>
    createDynamoAuditLog({ client, auditTable: AUDIT, retentionDays: 1 });
  const act: AuditEntry = {
    id: '01JD',
    atMs: NOON,
    actor: { kind: 'unknown' },
    operation: 'GET /',
    outcome: 'done',
    sourceIp: '',
    requestId: '',
  };

  async function authorize(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoAccessKeyStore({ client, ...tables });
    await store.getAccessKey('ak_1');
    await store.touchLastUsed('ak_1', NOON);
    await audit(client).append(act);
  }

  async function administer(client: DynamoDBDocumentClient): Promise<void> {
    const common = { id: 'id', name: 'name', createdAtMs: NOON, revision: 1 };
    const key: AccessKey = { ...common, disabled: false, scopes: [], salt: '00', secretHash: '00' };
    const user: User = { ...common, disabled: true, disabledAtMs: NOON };
    const keys = createDynamoAccessKeyStore({ client, ...tables });
    await keys.getAccessKey('ak_1');
    await keys.createAccessKey(key);
    await keys.replaceAccessKey(key);
    await keys.listAccessKeys({ limit: 1 });
    await keys.getLastUses(['ak_1']);
    const users = createDynamoUserStore({ client, ...tables });
    await users.getUser('u_1');
    await users.createUser(user);
    await users.replaceUser(user);
    await users.listUsers({ limit: 1 });
    await users.getUserNames(['u_1']);
    await createDynamoSigningKeyStore({ client, ...tables }).getOrCreate();
    await audit(client).begin(act);
    await audit(client).append(act);
    await audit(client).list({ fromMs: NOON, toMs: NOON + 1, limit: 1 });
  }

  async function read(store: MarkStore & SegmentStore & StatisticsStore): Promise<void> {
    await store.listMarks('month');
    for await (const page of store.readSegments(NOON)) expect(page).toEqual([]);
    await store.getStatistics([item]);
    await store.listStatistics(item);
    await store.listTotals(item);
    await store.getTotals([item]);
  }

  async function rollUp(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerTableStore({ client, ...tables, wait });
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

  /** Names, and the key of pseudonyms. */
  async function showIds(client: DynamoDBDocumentClient): Promise<void> {
    const names = createDynamoNames({ client, ...tables });
    await names.getAccessKeyNames(['ak_1']);
    await names.getSharedAccessKeyNames(['ak_1']);
    await names.getUserNames(['u_1']);
    await createDynamoSigningKeyStore({ client, ...tables, purpose: 'pseudonyms' }).getOrCreate();
  }

  async function query(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerTableStore({ client, ...tables, wait });
    await read(store);
    await store.getHeartbeat();
    await createDynamoPriceStore({ client, ...tables }).getPriceSchedule();
    await createDynamoPriceStore({ client, ...tables }).getPriceBook(1);
    await store.getCurrentRebuild();
    await createDynamoSigningKeyStore({ client, ...tables }).getOrCreate();
    await showIds(client);
  }

  async function queryRecords(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerStore({ client, ...tables, wait });
    await read(store);
    await store.findRecords('req_1');
    await store.getRecord(usageRecord());
    await createDynamoPriceStore({ client, ...tables }).getPriceSchedule();
    await createDynamoPriceStore({ client, ...tables }).getPriceBook(1);
    await createDynamoSigningKeyStore({ client, ...tables }).getOrCreate();
    await showIds(client);
  }

  async function rebuild(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerTableStore({ client, ...tables, wait });
    const asked = { id: 'id', fromMs: NOON, toMs: NOON, repair: false, markedHours: 0 };
    const state = { ...asked, skippedFrozenHours: 0, startedAtMs: NOON };
    await store.getCurrentRebuild();
    await store.getRebuild('id');
    await store.startRebuild(state, undefined);
    await store.startRebuild(state, 'another');
    await store.updateRebuild(state);
    await store.listMarks('hour');
    await store.getHeartbeat();
    await store.getStatistics([item]);
    await store.putMark({ ...mark, ...hour, repair: true });
    await audit(client).begin(act);
    await audit(client).append(act);
  }

  const budget = newBudget();
  const alert = newAlert(budget, {
    period: { id: '202611', startMs: NOON, endMs: NOON + 1 },
    amount: 1n,
    threshold: { percent: 80, armedBy: 1 },
    spent: 1n,
    unpricedRequests: 0n,
    nowMs: NOON,
  });

  async function readSpending(client: DynamoDBDocumentClient): Promise<void> {
    await read(createDynamoLedgerTableStore({ client, ...tables, wait }));
    const settings = createDynamoSettingsStore({ client, ...tables });
    await settings.getSettings();
    await settings.putSettings({ retentionDays: 90, leafMinutes: 60 }, undefined);
    await createDynamoPriceStore({ client, ...tables }).getPriceSchedule();
    await createDynamoPriceStore({ client, ...tables }).getPriceBook(1);
  }

  async function evaluate(client: DynamoDBDocumentClient): Promise<void> {
    await readSpending(client);
    await createDynamoBudgetStore({ client, ...tables }).listBudgets();
    const alerts = createDynamoAlertStore({ client, ...tables });
    await alerts.listAlerts('202611');
    await alerts.fireAlert(alert);
    await alerts.listWaitingAlerts();
    await alerts.markHandedOver(alert);
  }

  async function deliver(client: DynamoDBDocumentClient): Promise<void> {
    await createDynamoBudgetStore({ client, ...tables }).getBudget('b1');
    const alerts = createDynamoAlertStore({ client, ...tables });
    await alerts.getAlert(alert);
    await alerts.markDelivered(alert, 'topic', NOON);
    const reports = createDynamoReportStore({ client, ...tables });
    await reports.getReport('r1');
    await reports.getRun(keyOf(newRun()));
    await reports.settleRun(keyOf(newRun()), { status: 'finished', atMs: NOON, files: [] });
    await reports.noteDelivery(keyOf(newRun()), 'topic', { atMs: NOON });
    await createDynamoExportStore({ client, ...tables }).getExport('run1');
  }

  async function runReport(client: DynamoDBDocumentClient): Promise<void> {
    const reports = createDynamoReportStore({ client, ...tables });
    await reports.getReport('r1');
    await reports.listReports();
    await reports.startRun(newRun(), EXPORT_JOB);
  }

  async function manageReports(client: DynamoDBDocumentClient): Promise<void> {
    await runReport(client);
    await showIds(client);
    const reports = createDynamoReportStore({ client, ...tables });
    await reports.createReport(newReport());
    await reports.replaceReport(newReport());
    await reports.deleteReport('r1');
    await reports.getRun(keyOf(newRun()));
    await reports.listRuns('r1', { limit: 1 });
    await reports.deleteRun(keyOf(newRun()));
    await createDynamoExportStore({ client, ...tables }).getExport('run1');
    await createDynamoExportStore({ client, ...tables }).deleteExport('run1');
  }

  async function manage(client: DynamoDBDocumentClient): Promise<void> {
    await readSpending(client);
    await showIds(client);
    await createDynamoAlertStore({ client, ...tables }).listAlerts('202611');
    const budgets = createDynamoBudgetStore({ client, ...tables });
    await budgets.listBudgets();
    await budgets.createBudget(budget);
    await budgets.getBudget('b1');
    await budgets.replaceBudget({ ...budget, revision: 2 });
    await budgets.deleteBudget('b1');
  }

  async function checkQuality(client: DynamoDBDocumentClient): Promise<void> {
    await readSpending(client);
    await showIds(client);
    const store = createDynamoLedgerStore({ client, ...tables, wait });
    await store.getRecord(usageRecord());
    await store.listQuarantined('20261121', { limit: 1, afterId: 'id' });
    await store.listConflicts('20261121', { limit: 1, afterId: 'id' });
    await createDynamoSigningKeyStore({ client, ...tables }).getOrCreate();
    await createDynamoRecordSampler({ client, ...tables }).sampleRecords(10);
  }

  async function checkHealth(client: DynamoDBDocumentClient): Promise<void> {
    const store = createDynamoLedgerTableStore({ client, ...tables, wait });
    await store.listMarks('leaf');
    await store.getHeartbeat();
    await store.listQuarantined('20261121', { limit: 1 });
    const settings = createDynamoSettingsStore({ client, ...tables });
    await settings.getSettings();
    await settings.putSettings({ retentionDays: 90, leafMinutes: 60 }, undefined);
  }

  async function lookAtQuarantine(client: DynamoDBDocumentClient): Promise<void> {
    await createDynamoNames({ client, ...tables }).getAccessKeyNames(['ak_1']);
    const store = createDynamoLedgerTableStore({ client, ...tables, wait });
    await store.listQuarantined('20261121', { limit: 1, afterId: 'id' });
    await store.getQuarantined('20261121', 'id');
    await store.deleteQuarantined({ id: 'id', receivedAtMs: NOON });
    await createDynamoSigningKeyStore({ client, ...tables }).getOrCreate();
    const settings = createDynamoSettingsStore({ client, ...tables });
    await settings.getSettings();
    await settings.putSettings({ retentionDays: 90, leafMinutes: 60 }, undefined);
  }

  it.each([
    ['ApiAuthorizeRequest', 3, authorize],
    ['IntakeAcceptUsage', 8, accept],
    ['IntakeRecordUsage', 7, record],
    ['RollupRollUpUsage', 9, rollUp],
    ['ApiQueryUsage', 13, query],
    ['ApiQueryRecords', 12, queryRecords],
    ['ApiManagePrices', 4, usePrices],
    ['BudgetsEvaluateBudgets', 12, evaluate],
    ['DeliveryDeliverNotifications', 8, deliver],
    ['BudgetsManageBudgets', 16, manage],
    ['ReportsManageReports', 16, manageReports],
    ['ReportsRunReport', 4, runReport],
    ['ApiRebuildUsage', 11, rebuild],
    ['AccessManageAccess', 21, administer],
    ['FailuresManageFailures', 8, lookAtQuarantine],
    ['QualityCheckQuality', 16, checkQuality],
    ['HealthCheckHealth', 5, checkHealth],
  ])('%s', async (name, leastCalls, use) => {
    const grants = grantsOf(template, name);
    const calls = await recordCalls(use);
    expect(calls.length).toBeGreaterThanOrEqual(leastCalls);
    expect(calls.filter((call) => !isAllowed(grants, call))).toEqual([]);
  });
});
