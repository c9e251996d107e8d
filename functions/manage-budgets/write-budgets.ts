import {
  type BudgetRequest,
  MAX_BUDGET_BODY_BYTES,
  MAX_BUDGETS,
  parseBudgetRequest,
  ROUTES,
} from '@token-ledger/contract';
import {
  type Budget,
  type BudgetStore,
  budgetPeriod,
  changeBudget,
  createBudget,
  openSpendReader,
  type Principal,
} from '@token-ledger/core';
import type { HttpAnswer, HttpEvent, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf, pathId } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { invalidInput, readJsonBody } from '../shared/http/read-json-body.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { type WebhookDeps, webhookProblems, withSecret } from '../shared/webhooks.ts';
import { budgetNotFound, existingBudget } from './get-budgets.ts';
import { type PresentBudgetsDeps, presentBudgets } from './present-budget.ts';

interface WriteBudgetDeps extends PresentBudgetsDeps, WebhookDeps, LogDeps {}

interface PostBudgetDeps extends WriteBudgetDeps {
  readonly store: PresentBudgetsDeps['store'] & Pick<BudgetStore, 'listBudgets' | 'createBudget'>;
  readonly newId: () => string;
}

/** `POST /v1/budgets`. */
export async function postBudget(
  deps: PostBudgetDeps,
  { event, principal }: HttpRequest,
): Promise<HttpAnswer> {
  const request = await readRequest(event);
  const { length: existing } = await deps.store.listBudgets();
  if (existing >= MAX_BUDGETS) {
    throw new ProblemError('too_many_budgets', {
      detail: `There are ${existing} budgets, and at most ${MAX_BUDGETS} are allowed. Delete one first.`,
    });
  }
  const webhook = withSecret(deps, request.webhook, undefined);
  const { settings } = request;
  const budget = createBudget({ id: deps.newId(), settings, webhook, nowMs: deps.ledger.clock() });
  await deps.store.createBudget(budget);
  deps.telemetry.logger.info('A budget was created.', { budgetId: budget.id });
  const location = locationOf(ROUTES.getBudget, { id: budget.id });
  const body = await presentWritten(deps, principal, budget, webhook !== undefined);
  return { statusCode: 201, body, headers: { location } };
}

interface PutBudgetDeps extends WriteBudgetDeps {
  readonly store: PresentBudgetsDeps['store'] & Pick<BudgetStore, 'getBudget' | 'replaceBudget'>;
}

/** `PUT /v1/budgets/{id}`: replaces the whole budget. */
export async function putBudget(deps: PutBudgetDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { settings, webhook: requested } = await readRequest(request.event);
  const { ledger, store } = deps;
  const before = await existingBudget(store, request);
  const nowMs = ledger.clock();
  const period = budgetPeriod(ledger.calendar, before.period, nowMs);
  const { spent } = await (await openSpendReader(ledger)).read(before, period);
  const webhook = withSecret(deps, requested, before.webhook);
  const budget = changeBudget(before, { settings, webhook, period, spent, nowMs });
  if (!(await store.replaceBudget(budget))) {
    throw new ProblemError('budget_changed', {
      detail: 'Somebody else changed or deleted the budget at the same time. Read it, then try again.',
    });
  }
  deps.telemetry.logger.info('A budget was changed.', { budgetId: budget.id, revision: budget.revision });
  const newSecret = webhook?.secret !== before.webhook?.secret;
  return { statusCode: 200, body: await presentWritten(deps, request.principal, budget, newSecret) };
}

interface DeleteBudgetDeps extends LogDeps {
  readonly store: Pick<BudgetStore, 'deleteBudget'>;
}

/** `DELETE /v1/budgets/{id}`. */
export async function deleteBudget(deps: DeleteBudgetDeps, request: HttpRequest): Promise<HttpAnswer> {
  const id = pathId(request);
  if (id === undefined || !(await deps.store.deleteBudget(id))) throw budgetNotFound();
  deps.telemetry.logger.info('A budget was deleted.', { budgetId: id });
  return { statusCode: 204, body: undefined };
}

async function readRequest(event: HttpEvent): Promise<BudgetRequest> {
  const parsed = parseBudgetRequest(await readJsonBody(event, MAX_BUDGET_BODY_BYTES));
  const errors = parsed.ok ? webhookProblems('/webhook/url', parsed.request.webhook) : parsed.problems;
  if (!parsed.ok || errors.length > 0) throw invalidInput('budget', errors);
  return parsed.request;
}

/** The budget in the answer to its administrator. Only this answer has the secret, if it is new. */
async function presentWritten(
  deps: PresentBudgetsDeps,
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
