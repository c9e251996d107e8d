import { ROUTES, routeKey } from '@token-ledger/contract';
import type { AlertStore, BudgetStore, ReadDeps } from '@token-ledger/core';
import { type HttpRequest, httpHandler } from '../shared/http/http-handler.ts';
import type { ShownIdsOf } from '../shared/http/shown-ids.ts';
import { type AuditDeps, withAuditTrail } from '../shared/http/with-audit-trail.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { getBudget, listBudgets } from './get-budgets.ts';
import { deleteBudget, postBudget, putBudget } from './write-budgets.ts';

export interface ManageBudgetsDeps {
  readonly ledger: ReadDeps;
  readonly store: BudgetStore & Pick<AlertStore, 'listAlerts'>;
  readonly shownIdsOf: ShownIdsOf;
  readonly newId: () => string;
  /** `whsec_` and at least 24 random bytes in base64. */
  readonly newWebhookSecret: () => string;
  readonly audit: AuditDeps;
  readonly telemetry: Telemetry;
}

export function createHandler(deps: ManageBudgetsDeps) {
  const operate = async ({ event, principal }: HttpRequest) => {
    const id = event.pathParameters?.['id'] ?? '';
    switch (event.routeKey) {
      case routeKey(ROUTES.listBudgets):
        return listBudgets(deps, principal);
      case routeKey(ROUTES.getBudget):
        return getBudget(deps, principal, id);
      case routeKey(ROUTES.createBudget):
        return postBudget(deps, principal, event);
      case routeKey(ROUTES.changeBudget):
        return putBudget(deps, principal, event, id);
      case routeKey(ROUTES.deleteBudget):
        return deleteBudget(deps, id);
      default:
        throw new Error(`The route ${event.routeKey} leads to a function that does not serve it.`);
    }
  };
  return httpHandler(deps.telemetry, withAuditTrail(deps.audit, deps.telemetry.logger, operate));
}
