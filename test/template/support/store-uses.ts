import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  createDynamoAccessKeyStore,
  createDynamoAlertStore,
  createDynamoAuditLog,
  createDynamoBudgetStore,
  createDynamoDisabledIdsStore,
  createDynamoExportStore,
  createDynamoIdempotencyStore,
  createDynamoLedgerStore,
  createDynamoNames,
  createDynamoPriceStore,
  createDynamoQualityStore,
  createDynamoRecordSampler,
  createDynamoReportStore,
  createDynamoSettingsStore,
  createDynamoSigningKeyStore,
  createDynamoSourceStore,
  createDynamoSpentBudgetStore,
  createDynamoUserStore,
  createDynamoWaitingEventStore,
  createDynamoWitnessStore,
} from '@token-ledger/aws';
import {
  type AccessKey,
  type AuditEntry,
  FIRST_PRICE_SCHEDULE,
  NOTHING_WITNESSED,
  newAlert,
  SHIPPED_PRICE_BOOK,
  type StatisticsItem,
} from '@token-ledger/core';
import { newBudget } from '../../support/budgets.ts';
import { EXPORT_JOB } from '../../support/exports.ts';
import { DAY_AUDIT } from '../../support/quality.ts';
import { NOON, usageRecord } from '../../support/records.ts';
import { keyOf, newReport, newRun } from '../../support/reports.ts';
import { RESOURCES } from './deployed-functions.ts';

/*
 * What functions do with their stores: every method that a function calls, in the branch that asks the most of DynamoDB.
 * What is stored before does not matter, except where a comment says so.
 */

/** Every store, on a client of the deployment's tables. */
export function connectStores(client: DynamoDBDocumentClient) {
  const table = { client, ledgerTable: RESOURCES.ledger };
  const records = { client, recordsTable: RESOURCES.records, retention: () => ({ retentionDays: 90 }) };
  return {
    ledger: createDynamoLedgerStore({ ...table, ...records, wait: async () => {} }),
    sampler: createDynamoRecordSampler(records),
    disabledIds: createDynamoDisabledIdsStore(table),
    idempotency: createDynamoIdempotencyStore(table),
    settings: createDynamoSettingsStore(table),
    prices: createDynamoPriceStore(table),
    names: createDynamoNames(table),
    cursorKeys: createDynamoSigningKeyStore(table),
    pseudonymKeys: createDynamoSigningKeyStore({ ...table, purpose: 'pseudonyms' }),
    accessKeys: createDynamoAccessKeyStore(table),
    waitingEvents: createDynamoWaitingEventStore(table),
    users: createDynamoUserStore(table),
    audit: createDynamoAuditLog({ client, auditTable: RESOURCES.audit, retentionDays: 1 }),
    budgets: createDynamoBudgetStore(table),
    alerts: createDynamoAlertStore(table),
    spentBudgets: createDynamoSpentBudgetStore(table),
    exports: createDynamoExportStore(table),
    reports: createDynamoReportStore(table),
    sources: createDynamoSourceStore(table),
    quality: createDynamoQualityStore(table),
    witnesses: createDynamoWitnessStore(table),
  };
}

export type Use = (stores: ReturnType<typeof connectStores>) => Promise<unknown>;

const HOUR = { period: 'hour', bucketId: '2026112112' } as const;
const MARK = { ...HOUR, token: 'token', firstMarkedAtMs: NOON };
const ITEM: StatisticsItem = { ...HOUR, dimension: 'user', id: 'u_1', statistics: { count: 0, cells: [] } };

export const followSettings: Use = async ({ settings }) => {
  await settings.getSettings();
  await settings.putSettings({ retentionDays: 90, leafMinutes: 60 }, undefined);
};

export const readDisabledIds: Use = ({ disabledIds }) => disabledIds.getDisabledIds();

export const hearSources: Use = ({ sources }) => sources.markHeard('anthropic_span', NOON);

export const countWitnessed: Use = ({ witnesses }) => witnesses.addWitnessed(0, NOTHING_WITNESSED);

export const recordUsage: Use = async (stores) => {
  const { ledger, disabledIds } = stores;
  await followSettings(stores);
  await disabledIds.getDisabledIds();
  // Both names are taken, and what took them is read.
  await ledger.claim([
    usageRecord(),
    { requestId: 'msg_1', accessKeyId: 'ak_1', target: 'req_1', occurredAtMs: NOON },
  ]);
  // Another revision was stored meanwhile, and is read.
  await ledger.replaceRecord(usageRecord({ revision: 2 }), 1);
  await ledger.putConflict({
    id: 'id',
    accessKeyId: 'ak_1',
    reason: 'user',
    receivedAtMs: NOON,
    recorded: usageRecord(),
    reported: usageRecord(),
  });
  await ledger.quarantine({ id: 'id', receivedAtMs: NOON, reason: 'too_old', problems: [], record: '{}' });
  await ledger.putSegment(NOON, [usageRecord()]);
  await ledger.putMark(MARK);
  await hearSources(stores);
};

export const bindIdempotencyKey: Use = ({ idempotency }) =>
  idempotency.bindKey({ callerKeyId: 'ak_1', key: 'job-1', bodyDigest: 'digest', receivedAtMs: NOON });

/** Finds wide statistics that are replaced while their parts are read. */
const readStatistics: Use = async ({ ledger }) => {
  await ledger.getStatistics([ITEM]);
  await ledger.getTotals([ITEM]);
  await ledger.getExcerpts([ITEM], {});
  await ledger.listStatistics(ITEM);
  await ledger.listTotals(ITEM);
};

const readPrices: Use = async ({ prices }) => {
  await prices.getPriceSchedule();
  await prices.getPriceBook(1);
};

export const readUsage: Use = async (stores) => {
  const { ledger } = stores;
  await followSettings(stores);
  await readPrices(stores);
  await readStatistics(stores);
  await ledger.listMarks('hour');
  for await (const _ of ledger.readSegments(NOON));
};

/** Finds the second name of a call, and reads the record that it leads to. */
export const findRecords: Use = ({ ledger }) => ledger.findRecords('msg_1');
export const readRecord: Use = ({ ledger }) => ledger.getRecord(usageRecord());
export const sampleRecords: Use = ({ sampler }) => sampler.sampleRecords(10);

export const rollUp: Use = async (stores) => {
  const { ledger } = stores;
  await readUsage(stores);
  await changePrices(stores);
  // Removes the parts of the statistics that it replaces.
  await ledger.putStatistics(ITEM, 'version.1');
  await ledger.putMark(MARK);
  await ledger.noteFailure(MARK, { atMs: NOON, code: 'Error' });
  await ledger.deleteMark(MARK);
  await ledger.putHeartbeat({ completedAtMs: NOON });
  await readSources(stores);
  await changeStatuses(stores);
};

export const changePrices: Use = async (stores) => {
  await readPrices(stores);
  await stores.prices.insertPriceBook({ revision: 1, book: SHIPPED_PRICE_BOOK, createdAtMs: NOON });
  await stores.prices.putPriceSchedule(FIRST_PRICE_SCHEDULE, undefined);
};

export const rebuild: Use = async (stores) => {
  const { ledger } = stores;
  const started = { id: 'id', fromMs: NOON, toMs: NOON, repair: false, markedHours: 0 };
  await followSettings(stores);
  await readStatistics(stores);
  await readHealth(stores);
  await ledger.startRebuild({ ...started, skippedFrozenHours: 0, startedAtMs: NOON }, 'another');
  await ledger.updateRebuild({ ...started, skippedFrozenHours: 0, startedAtMs: NOON });
  await ledger.getRebuild('id');
  await readRebuild(stores);
  await ledger.putMark({ ...MARK, repair: true });
};

export const readRebuild: Use = ({ ledger }) => ledger.getCurrentRebuild();

export const readHealth: Use = async ({ ledger }) => {
  await ledger.listMarks('leaf');
  await ledger.getHeartbeat();
};

export const readSources: Use = ({ sources }) => sources.listSources();
export const readWitnessed: Use = ({ witnesses }) => witnesses.listWitnessed(NOON, NOON + 1);
export const listDayAudits: Use = ({ quality }) => quality.listDayAudits('20261120', '20261121');
/** Beside the audits of days, when subjects crossed a grade. */
export const auditDays: Use = async (stores) => {
  const { quality } = stores;
  await changeStatuses(stores);
  await quality.getDayAudit('20261121');
  await quality.putDayAudit({ ...DAY_AUDIT, revision: 1 });
  await quality.putDayAudit({ ...DAY_AUDIT, revision: 2 });
};
const changeStatuses: Use = async ({ quality }) => {
  await quality.getStatuses('grades');
  await quality.putStatuses('grades', { revision: 1, asOf: '', statuses: {}, waiting: [] });
};
export const repairCopies: Use = async ({ ledger }) => {
  await ledger.putSegment(NOON, [usageRecord()]);
  await ledger.putMark(MARK);
};
export const listQuarantined: Use = ({ ledger }) => ledger.listQuarantined('20261121', { limit: 1 });
export const listConflicts: Use = ({ ledger }) => ledger.listConflicts('20261121', { limit: 1 });
export const settleQuarantined: Use = async ({ ledger, disabledIds }) => {
  await ledger.getQuarantined('20261121', 'id');
  await ledger.deleteQuarantined({ id: 'id', receivedAtMs: NOON });
  await disabledIds.getDisabledIds();
};

export const signCursors: Use = ({ cursorKeys }) => cursorKeys.getOrCreate();
export const nameAccessKeys: Use = async ({ names }) => {
  await names.getAccessKeyNames(['ak_1']);
  await names.getSharedAccessKeyNames(['ak_1']);
};
export const showIds: Use = async (stores) => {
  await nameAccessKeys(stores);
  await stores.names.getUserNames(['u_1']);
  await stores.pseudonymKeys.getOrCreate();
};

export const authenticate: Use = async ({ accessKeys }) => {
  await accessKeys.getAccessKey('ak_1');
  await accessKeys.touchLastUsed('ak_1', NOON);
};

const ENTRY: AuditEntry = {
  id: '01JD',
  atMs: NOON,
  actor: { kind: 'unknown' },
  operation: 'GET /',
  outcome: 'done',
  sourceIp: '',
  requestId: '',
};
export const leaveAuditEntries: Use = async ({ audit }) => {
  await audit.begin(ENTRY);
  await audit.append(ENTRY);
};
export const listAuditEntries: Use = ({ audit }) => audit.list({ fromMs: NOON, toMs: NOON + 1, limit: 1 });

export const manageAccess: Use = async ({ accessKeys, waitingEvents, users }) => {
  const common = { id: 'id', name: 'name', createdAtMs: NOON, revision: 1, disabledAtMs: NOON };
  const key: AccessKey = { ...common, disabled: true, scopes: [], salt: '00', secretHash: '00' };
  await accessKeys.getAccessKey('ak_1');
  await accessKeys.createAccessKey(key, EVENT);
  await accessKeys.replaceAccessKey(key, EVENT);
  await waitingEvents.removeWaitingEvent(EVENT.id);
  await accessKeys.listAccessKeys({ limit: 1 });
  await accessKeys.getAccessKeyNames(['ak_1']);
  await accessKeys.getLastUses(['ak_1']);
  const { disabledAtMs: _, ...user } = { ...common, disabled: false };
  await users.getUser('u_1');
  await users.createUser(user);
  await users.replaceUser(user);
  await users.listUsers({ limit: 1 });
  await users.getUserNames(['u_1']);
};

export const handOverEvents: Use = async ({ waitingEvents }) => {
  await waitingEvents.listWaitingEvents();
  await waitingEvents.removeWaitingEvent(EVENT.id);
};
const EVENT = { id: 'access_key_created_ak_1', body: '{}' };

const BUDGET = newBudget();
const ALERT = newAlert(BUDGET, {
  period: { id: '202611', startMs: NOON, endMs: NOON + 1 },
  amount: 1n,
  threshold: { percent: 80, armedBy: 1 },
  spent: 1n,
  unpricedRequests: 0n,
  nowMs: NOON,
});
export const listBudgets: Use = async ({ budgets, alerts }) => {
  await budgets.listBudgets();
  await alerts.listAlerts('202611');
};
export const fireAlerts: Use = async ({ alerts }) => {
  await alerts.fireAlert(ALERT);
  await alerts.listWaitingAlerts();
  await alerts.markHandedOver(ALERT);
};
export const noteSpentBudgets: Use = async ({ spentBudgets }) => {
  await spentBudgets.getSpentBudgets();
  await spentBudgets.putSpentBudgets([]);
};
export const forward: Use = async ({ accessKeys, disabledIds, spentBudgets }) => {
  await accessKeys.getAccessKey('ak_1');
  await accessKeys.touchLastUsed('ak_1', NOON);
  await disabledIds.getDisabledIds();
  await spentBudgets.getSpentBudgets();
};
export const changeBudgets: Use = async ({ budgets }) => {
  await budgets.getBudget('b1');
  await budgets.createBudget(BUDGET);
  await budgets.replaceBudget({ ...BUDGET, revision: 2 });
  await budgets.deleteBudget('b1');
};

export const deliver: Use = async ({ budgets, alerts, reports, exports }) => {
  await budgets.getBudget('b1');
  await alerts.getAlert(ALERT);
  await alerts.markDelivered(ALERT, 'topic', NOON);
  await reports.getReport('r1');
  await reports.getRun(keyOf(newRun()));
  await reports.settleRun(keyOf(newRun()), { status: 'finished', atMs: NOON, files: [] });
  await reports.noteDelivery(keyOf(newRun()), 'topic', { atMs: NOON });
  await exports.getExport('run1');
};

export const changeExports: Use = async ({ exports }) => {
  await exports.getExport('id');
  await exports.replaceExport(EXPORT_JOB, 1);
  await exports.deleteExport('id');
};
export const startExports: Use = async ({ exports }) => {
  await exports.insertExport(EXPORT_JOB);
  await exports.listExports({ limit: 1 });
};

export const runReports: Use = async ({ reports }) => {
  await reports.getReport('r1');
  await reports.listReports();
  await reports.startRun(newRun(), EXPORT_JOB);
};
export const manageReports: Use = async (stores) => {
  const { reports, exports } = stores;
  await runReports(stores);
  await reports.createReport(newReport());
  await reports.replaceReport(newReport());
  await reports.deleteReport('r1');
  await reports.getRun(keyOf(newRun()));
  await reports.listRuns('r1', { limit: 1 });
  await reports.deleteRun(keyOf(newRun()));
  await exports.getExport('run1');
  await exports.deleteExport('run1');
};
