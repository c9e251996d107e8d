import type { Scope } from '@token-ledger/core';

/** One operation of the HTTP API: how it is called, who may call it, which function answers. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/v1/${string}`;
  /** A caller needs one of these scopes. */
  readonly scopes: readonly Scope[];
  readonly service:
    | 'accept-usage'
    | 'check-quality'
    | 'manage-budgets'
    | 'manage-failures'
    | 'manage-prices'
    | 'query-usage'
    | 'rebuild-usage';
}

/** Every route of the API. The stack creates them, the authorizer decides by them; there is no other list. */
export const ROUTES = {
  acceptUsage: {
    method: 'POST',
    path: '/v1/usage',
    scopes: ['ingest', 'ingest:any'],
    service: 'accept-usage',
  },
  getStatistics: {
    method: 'GET',
    path: '/v1/statistics',
    scopes: ['read', 'admin'],
    service: 'query-usage',
  },
  getHealth: {
    method: 'GET',
    path: '/v1/health',
    scopes: ['read', 'admin'],
    service: 'query-usage',
  },
  getQuality: {
    method: 'GET',
    path: '/v1/quality',
    scopes: ['read', 'admin'],
    service: 'check-quality',
  },
  startRebuild: {
    method: 'POST',
    path: '/v1/rebuilds',
    scopes: ['admin'],
    service: 'rebuild-usage',
  },
  getRebuild: {
    method: 'GET',
    path: '/v1/rebuilds/{id}',
    scopes: ['admin'],
    service: 'rebuild-usage',
  },
  getPrices: {
    method: 'GET',
    path: '/v1/prices',
    scopes: ['read', 'admin'],
    service: 'manage-prices',
  },
  putPrices: {
    method: 'PUT',
    path: '/v1/prices',
    scopes: ['admin'],
    service: 'manage-prices',
  },
  listBudgets: {
    method: 'GET',
    path: '/v1/budgets',
    scopes: ['read', 'admin'],
    service: 'manage-budgets',
  },
  createBudget: {
    method: 'POST',
    path: '/v1/budgets',
    scopes: ['admin'],
    service: 'manage-budgets',
  },
  getBudget: {
    method: 'GET',
    path: '/v1/budgets/{id}',
    scopes: ['read', 'admin'],
    service: 'manage-budgets',
  },
  changeBudget: {
    method: 'PUT',
    path: '/v1/budgets/{id}',
    scopes: ['admin'],
    service: 'manage-budgets',
  },
  deleteBudget: {
    method: 'DELETE',
    path: '/v1/budgets/{id}',
    scopes: ['admin'],
    service: 'manage-budgets',
  },
  listFailedMessages: {
    method: 'GET',
    path: '/v1/failed-messages',
    scopes: ['admin'],
    service: 'manage-failures',
  },
  getFailedMessage: {
    method: 'GET',
    path: '/v1/failed-messages/{id}',
    scopes: ['admin'],
    service: 'manage-failures',
  },
  retryFailedMessage: {
    method: 'POST',
    path: '/v1/failed-messages/{id}/retry',
    scopes: ['admin'],
    service: 'manage-failures',
  },
  deleteFailedMessage: {
    method: 'DELETE',
    path: '/v1/failed-messages/{id}',
    scopes: ['admin'],
    service: 'manage-failures',
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** As API Gateway writes it in `routeKey`: `POST /v1/usage`. */
export function routeKey(route: Route): string {
  return `${route.method} ${route.path}`;
}
