import {
  type BudgetRequest,
  MAX_BUDGET_BODY_BYTES,
  MAX_BUDGETS,
  parseBudgetRequest,
  ROUTES,
} from '@token-ledger/contract';
import {
  type Budget,
  type BudgetWebhook,
  budgetPeriod,
  changeBudget,
  createBudget,
  openSpendReader,
  type Principal,
} from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readJsonBody } from '../shared/http/read-json-body.ts';
import { webhookProblems } from '../shared/webhook-problems.ts';
import { budgetNotFound, existingBudget, isBudgetId } from './get-budgets.ts';
import type { ManageBudgetsDeps } from './handler.ts';
import { presentBudgets } from './present-budget.ts';

/** `POST /v1/budgets`. */
export async function postBudget(
  deps: ManageBudgetsDeps,
  principal: Principal,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const { settings, webhook: asked } = await readRequest(event);
  const { length: existing } = await deps.store.listBudgets();
  if (existing >= MAX_BUDGETS) {
    throw new ProblemError('too_many_budgets', {
      detail: `There are ${existing} budgets, and at most ${MAX_BUDGETS} are allowed. Delete one first.`,
    });
  }
  const webhook = webhookOf(deps, asked, undefined);
  const budget = createBudget({ id: deps.newId(), settings, webhook, nowMs: deps.ledger.clock() });
  await deps.store.createBudget(budget);
  deps.telemetry.logger.info('A budget was created.', { budgetId: budget.id });
  const location = ROUTES.getBudget.path.replace('{id}', encodeURIComponent(budget.id));
  const body = await presentWritten(deps, principal, budget, webhook !== undefined);
  return { statusCode: 201, body, headers: { location } };
}

/** `PUT /v1/budgets/{id}`: the budget is told anew, as a whole. */
export async function putBudget(
  deps: ManageBudgetsDeps,
  principal: Principal,
  event: HttpEvent,
  id: string,
): Promise<HttpAnswer> {
  const { settings, webhook: asked } = await readRequest(event);
  const { ledger, store } = deps;
  const before = await existingBudget(store, id);
  const nowMs = ledger.clock();
  const period = budgetPeriod(ledger.calendar, before.period, nowMs);
  const { spent } = await (await openSpendReader(ledger)).read(before, period);
  const webhook = webhookOf(deps, asked, before.webhook);
  const budget = changeBudget(before, { settings, webhook, period, spent, nowMs });
  if (!(await store.replaceBudget(budget))) {
    throw new ProblemError('budget_changed', {
      detail: 'Somebody else changed or deleted the budget at the same time. Look at it, then try again.',
    });
  }
  deps.telemetry.logger.info('A budget was changed.', { budgetId: id, revision: budget.revision });
  const newSecret = webhook?.secret !== before.webhook?.secret;
  return { statusCode: 200, body: await presentWritten(deps, principal, budget, newSecret) };
}

/** `DELETE /v1/budgets/{id}`. */
export async function deleteBudget(deps: ManageBudgetsDeps, id: string): Promise<HttpAnswer> {
  if (!isBudgetId(id) || !(await deps.store.deleteBudget(id))) throw budgetNotFound();
  deps.telemetry.logger.info('A budget was deleted.', { budgetId: id });
  return { statusCode: 204, body: undefined };
}

async function readRequest(event: HttpEvent): Promise<BudgetRequest> {
  const parsed = parseBudgetRequest(await readJsonBody(event, MAX_BUDGET_BODY_BYTES));
  const errors = parsed.ok ? webhookProblems('/webhook/url', parsed.request.webhook) : parsed.problems;
  if (!parsed.ok || errors.length > 0) {
    throw new ProblemError('invalid_request', { detail: 'The budget is not valid.', errors });
  }
  return parsed.request;
}

/** Keeps the secret that there is, unless a new one is asked for. */
function webhookOf(
  { newWebhookSecret }: ManageBudgetsDeps,
  asked: BudgetRequest['webhook'],
  before: BudgetWebhook | undefined,
): BudgetWebhook | undefined {
  if (!asked) return undefined;
  const { url, rotateSecret } = asked;
  return { url, secret: before && !rotateSecret ? before.secret : newWebhookSecret() };
}

/** The budget as it is told to its administrator; only now with the secret, if that is new. */
async function presentWritten(
  deps: ManageBudgetsDeps,
  principal: Principal,
  budget: Budget,
  showSecret: boolean,
) {
  const { asOf, budgets } = await presentBudgets(deps, principal, [budget]);
  return {
    asOf,
    ...budgets[0],
    ...(budget.webhook && { webhook: showSecret ? budget.webhook : { url: budget.webhook.url } }),
  };
}
