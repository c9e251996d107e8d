import { type RoleGroup, SCOPES, type Scope } from '@token-ledger/core';

/** One operation of the HTTP API: its path, who may call it, and the function that answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/v1/${string}`;
  /** An access key needs at least one of these scopes. */
  readonly scopes: readonly Scope[];
  /** Which roles of people may call it; by default none. Members must see only their own usage. */
  readonly roles?: RoleGroup;
  /** Callable without credentials. */
  readonly open?: true;
  /** Every request leaves an audit entry; the function must use `withAuditTrail`. */
  readonly audited?: true;
  /** What its entry is: an operation on recorded usage, instead of on settings and access. */
  readonly dataOperation?: true;
  readonly service:
    | 'accept-telemetry'
    | 'accept-usage'
    | 'check-health'
    | 'check-quality'
    | 'describe-api'
    | 'manage-access'
    | 'manage-budgets'
    | 'manage-exports'
    | 'manage-failures'
    | 'manage-prices'
    | 'manage-reports'
    | 'query-records'
    | 'query-usage'
    | 'rebuild-usage';
}

/** Every route of the API. The stack creates them, and the authorizer decides by them; there is no other list. */
export const ROUTES = {
  acceptUsage: {
    method: 'POST',
    path: '/v1/usage',
    scopes: ['ingest', 'ingest:users', 'ingest:any'],
    roles: 'nobody',
    service: 'accept-usage',
  },
  acceptLogs: {
    method: 'POST',
    path: '/v1/logs',
    scopes: ['ingest', 'ingest:users', 'ingest:any'],
    roles: 'nobody',
    service: 'accept-telemetry',
  },
  acceptMetrics: {
    method: 'POST',
    path: '/v1/metrics',
    scopes: ['ingest', 'ingest:users', 'ingest:any'],
    roles: 'nobody',
    service: 'accept-telemetry',
  },
  acceptTraces: {
    method: 'POST',
    path: '/v1/traces',
    scopes: ['ingest', 'ingest:users', 'ingest:any'],
    roles: 'nobody',
    service: 'accept-telemetry',
  },
  getStatistics: {
    method: 'GET',
    path: '/v1/statistics',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'query-usage',
  },
  getHealth: {
    method: 'GET',
    path: '/v1/health',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'check-health',
  },
  getTrends: {
    method: 'GET',
    path: '/v1/trends',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'query-usage',
  },
  getTopConsumers: {
    method: 'GET',
    path: '/v1/top-consumers',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'query-usage',
  },
  getOverview: {
    method: 'GET',
    path: '/v1/overview',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'query-usage',
  },
  getRecords: {
    method: 'GET',
    path: '/v1/records',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'query-records',
  },
  getRecord: {
    method: 'GET',
    path: '/v1/records/{requestId}',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'query-records',
  },
  lookUpNames: {
    method: 'POST',
    path: '/v1/records/lookup',
    scopes: ['ingest', 'ingest:users', 'ingest:any', 'read', 'admin'],
    roles: 'nobody',
    service: 'query-records',
  },
  getAggregations: {
    method: 'GET',
    path: '/v1/aggregations',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'rebuild-usage',
  },
  startAggregation: {
    method: 'POST',
    path: '/v1/aggregations',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    dataOperation: true,
    service: 'rebuild-usage',
  },
  getQuality: {
    method: 'GET',
    path: '/v1/quality',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'check-quality',
  },
  listConflicts: {
    method: 'GET',
    path: '/v1/conflicts',
    scopes: ['admin'],
    roles: 'admins',
    service: 'check-quality',
  },
  startRebuild: {
    method: 'POST',
    path: '/v1/rebuilds',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    dataOperation: true,
    service: 'rebuild-usage',
  },
  getRebuild: {
    method: 'GET',
    path: '/v1/rebuilds/{id}',
    scopes: ['admin'],
    roles: 'admins',
    service: 'rebuild-usage',
  },
  getPrices: {
    method: 'GET',
    path: '/v1/prices',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-prices',
  },
  putPrices: {
    method: 'PUT',
    path: '/v1/prices',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-prices',
  },
  listBudgets: {
    method: 'GET',
    path: '/v1/budgets',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-budgets',
  },
  createBudget: {
    method: 'POST',
    path: '/v1/budgets',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-budgets',
  },
  getBudget: {
    method: 'GET',
    path: '/v1/budgets/{id}',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-budgets',
  },
  changeBudget: {
    method: 'PUT',
    path: '/v1/budgets/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-budgets',
  },
  deleteBudget: {
    method: 'DELETE',
    path: '/v1/budgets/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-budgets',
  },
  /** Every caller may ask who they are. */
  getMe: {
    method: 'GET',
    path: '/v1/me',
    scopes: SCOPES,
    roles: 'everyone',
    service: 'manage-access',
  },
  listAccessKeys: {
    method: 'GET',
    path: '/v1/access-keys',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-access',
  },
  createAccessKey: {
    method: 'POST',
    path: '/v1/access-keys',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  getAccessKey: {
    method: 'GET',
    path: '/v1/access-keys/{id}',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-access',
  },
  updateAccessKey: {
    method: 'PUT',
    path: '/v1/access-keys/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  rotateAccessKey: {
    method: 'POST',
    path: '/v1/access-keys/{id}/rotate',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  listUsers: {
    method: 'GET',
    path: '/v1/users',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-access',
  },
  createUser: {
    method: 'POST',
    path: '/v1/users',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  getUser: {
    method: 'GET',
    path: '/v1/users/{id}',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-access',
  },
  updateUser: {
    method: 'PUT',
    path: '/v1/users/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  /** The same for any id: a path cannot carry every one. */
  updateUserByQuery: {
    method: 'PUT',
    path: '/v1/users',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  importUsers: {
    method: 'POST',
    path: '/v1/users/import',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-access',
  },
  getAudit: {
    method: 'GET',
    path: '/v1/audit',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-access',
  },
  createExport: {
    method: 'POST',
    path: '/v1/exports',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    audited: true,
    dataOperation: true,
    service: 'manage-exports',
  },
  listExports: {
    method: 'GET',
    path: '/v1/exports',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'manage-exports',
  },
  getExport: {
    method: 'GET',
    path: '/v1/exports/{id}',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    service: 'manage-exports',
  },
  deleteExport: {
    method: 'DELETE',
    path: '/v1/exports/{id}',
    scopes: ['read', 'read:own', 'admin'],
    roles: 'everyone',
    audited: true,
    dataOperation: true,
    service: 'manage-exports',
  },
  listReports: {
    method: 'GET',
    path: '/v1/reports',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-reports',
  },
  createReport: {
    method: 'POST',
    path: '/v1/reports',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-reports',
  },
  getReport: {
    method: 'GET',
    path: '/v1/reports/{id}',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-reports',
  },
  changeReport: {
    method: 'PUT',
    path: '/v1/reports/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-reports',
  },
  deleteReport: {
    method: 'DELETE',
    path: '/v1/reports/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    service: 'manage-reports',
  },
  listReportRuns: {
    method: 'GET',
    path: '/v1/reports/{id}/runs',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-reports',
  },
  runReport: {
    method: 'POST',
    path: '/v1/reports/{id}/runs',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    audited: true,
    dataOperation: true,
    service: 'manage-reports',
  },
  getReportRun: {
    method: 'GET',
    path: '/v1/reports/{id}/runs/{runId}',
    scopes: ['read', 'admin'],
    roles: 'viewers',
    service: 'manage-reports',
  },
  listFailedMessages: {
    method: 'GET',
    path: '/v1/failed-messages',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-failures',
  },
  getFailedMessage: {
    method: 'GET',
    path: '/v1/failed-messages/{id}',
    scopes: ['admin'],
    roles: 'admins',
    service: 'manage-failures',
  },
  retryFailedMessage: {
    method: 'POST',
    path: '/v1/failed-messages/{id}/retry',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    dataOperation: true,
    service: 'manage-failures',
  },
  deleteFailedMessage: {
    method: 'DELETE',
    path: '/v1/failed-messages/{id}',
    scopes: ['admin'],
    roles: 'admins',
    audited: true,
    dataOperation: true,
    service: 'manage-failures',
  },
  getOpenApi: {
    method: 'GET',
    path: '/v1/openapi.json',
    scopes: [],
    open: true,
    service: 'describe-api',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** API Gateway's form of a route, as in `routeKey`: `POST /v1/usage`. */
export function routeKey(route: Route): string {
  return `${route.method} ${route.path}`;
}
