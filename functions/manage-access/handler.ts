import { ROUTES, routeKey } from '@token-ledger/contract';
import type { AccessKeyStore, Clock, ReadNames, UserStore } from '@token-ledger/core';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import {
  createAccessKey,
  getAccessKey,
  listAccessKeys,
  rotateAccessKey,
  updateAccessKey,
} from './access-keys.ts';
import { getAudit } from './get-audit.ts';
import { importUsers } from './import-users.ts';
import { createUser, getUser, listUsers, updateUser, updateUserByQuery } from './users.ts';

export interface ManageAccessDeps {
  readonly accessKeys: AccessKeyStore;
  readonly users: UserStore;
  readonly audit: AuditDeps;
  readonly readNames: ReadNames;
  readonly clock: Clock;
  /** A fresh ULID. */
  readonly newId: () => string;
  /** The secret that signs cursors. */
  readonly signingKey: () => Promise<Uint8Array>;
  readonly telemetry: Telemetry;
}

type Operation = (deps: ManageAccessDeps, request: HttpRequest) => Promise<HttpAnswer>;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  [routeKey(ROUTES.listAccessKeys), listAccessKeys],
  [routeKey(ROUTES.createAccessKey), createAccessKey],
  [routeKey(ROUTES.getAccessKey), getAccessKey],
  [routeKey(ROUTES.updateAccessKey), updateAccessKey],
  [routeKey(ROUTES.rotateAccessKey), rotateAccessKey],
  [routeKey(ROUTES.listUsers), listUsers],
  [routeKey(ROUTES.createUser), createUser],
  [routeKey(ROUTES.getUser), getUser],
  [routeKey(ROUTES.updateUser), updateUser],
  [routeKey(ROUTES.updateUserByQuery), updateUserByQuery],
  [routeKey(ROUTES.importUsers), importUsers],
  [routeKey(ROUTES.getAudit), getAudit],
]);

export function createHandler(deps: ManageAccessDeps) {
  const operate = async (request: HttpRequest) => {
    const operation = OPERATIONS.get(request.event.routeKey);
    if (operation) return operation(deps, request);
    throw new Error(`The route ${request.event.routeKey} leads to a function that does not serve it.`);
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
