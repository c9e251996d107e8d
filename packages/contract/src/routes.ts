import type { Scope } from '@token-ledger/core';

/** One operation of the HTTP API: how it is called, who may call it, which function answers. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: `/v1/${string}`;
  /** A caller needs one of these scopes. */
  readonly scopes: readonly Scope[];
  readonly service: 'accept-usage' | 'query-usage' | 'query-records' | 'rebuild-usage';
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
  getTrends: {
    method: 'GET',
    path: '/v1/trends',
    scopes: ['read', 'admin'],
    service: 'query-usage',
  },
  getTopConsumers: {
    method: 'GET',
    path: '/v1/top-consumers',
    scopes: ['read', 'admin'],
    service: 'query-usage',
  },
  getOverview: {
    method: 'GET',
    path: '/v1/overview',
    scopes: ['read', 'admin'],
    service: 'query-usage',
  },
  getRecords: {
    method: 'GET',
    path: '/v1/records',
    scopes: ['read', 'admin'],
    service: 'query-records',
  },
  getRecord: {
    method: 'GET',
    path: '/v1/records/{requestId}',
    scopes: ['read', 'admin'],
    service: 'query-records',
  },
  getAggregations: {
    method: 'GET',
    path: '/v1/aggregations',
    scopes: ['read', 'admin'],
    service: 'rebuild-usage',
  },
  startAggregation: {
    method: 'POST',
    path: '/v1/aggregations',
    scopes: ['admin'],
    service: 'rebuild-usage',
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
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;

/** As API Gateway writes it in `routeKey`: `POST /v1/usage`. */
export function routeKey(route: Route): string {
  return `${route.method} ${route.path}`;
}
