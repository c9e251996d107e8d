import {
  BUDGET_DIMENSIONS,
  BUDGET_PERIODS,
  BUDGET_UNITS,
  type BudgetScope,
  type BudgetSettings,
  parseBudgetAmount,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { isJsonObject, isPresent } from './json.ts';
import type { Problem } from './problem.ts';
import { webhookRequest } from './webhook-url.ts';
import { displayName, shortText } from './wire-text.ts';
import { toProblems } from './zod-problems.ts';

/** The most budgets of one deployment: every run compares each of them with its spending. */
export const MAX_BUDGETS = 1000;
export const MAX_THRESHOLDS = 10;
/** Ten times the amount. */
export const MAX_THRESHOLD_PERCENT = 1000;
/** The largest body of a request that creates or changes a budget. */
export const MAX_BUDGET_BODY_BYTES = 20_000;

const percent = () => {
  const allowed = `must be a whole number from 1 to ${MAX_THRESHOLD_PERCENT}`;
  return z.int(allowed).check(z.gte(1, allowed), z.lte(MAX_THRESHOLD_PERCENT, allowed));
};

const thresholds = () => {
  const allowed = `must have 1 to ${MAX_THRESHOLDS} percentages`;
  return z.array(percent(), 'must be a list of percentages').check(
    z.minLength(1, allowed),
    z.maxLength(MAX_THRESHOLDS, allowed),
    z.refine((list) => list.every((value, index) => index === 0 || value > (list[index - 1] as number)), {
      error: 'must be strictly increasing',
      params: { code: 'not_allowed' },
    }),
  );
};

/** The body of `POST /v1/budgets` and `PUT /v1/budgets/{id}`. A request always contains the whole budget. */
export const budgetRequestSchema = z.strictObject(
  {
    name: displayName(),
    scope: z.strictObject(
      {
        dimension: z.enum(BUDGET_DIMENSIONS),
        /** An id of the dimension; not with `all`. */
        id: z.optional(shortText()),
      },
      'must be an object',
    ),
    period: z.enum(BUDGET_PERIODS),
    unit: z.enum(BUDGET_UNITS),
    /** Decimal text, so that no float rounds it. */
    amount: z
      .string('must be a decimal number as a text, such as "250.00"')
      .check(z.meta({ pattern: '^\\d+(\\.\\d+)?$' })),
    thresholds: thresholds(),
    webhook: z.optional(webhookRequest()),
  },
  'must be an object',
);
export type BudgetRequestInput = z.input<typeof budgetRequestSchema>;

export interface BudgetRequest {
  readonly settings: BudgetSettings;
  readonly webhook?: { readonly url: string; readonly rotateSecret: boolean };
}

export type ParsedBudgetRequest =
  | { readonly ok: true; readonly request: BudgetRequest }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Parses the body of a request; reports every problem. */
export function parseBudgetRequest(body: unknown): ParsedBudgetRequest {
  const parsed = z.safeParse(budgetRequestSchema, body);
  const problems = [
    ...(parsed.success ? [] : toProblems(parsed.error.issues, body, '', undefined, [budgetRequestSchema])),
    ...(isJsonObject(body) ? [...scopeProblems(body['scope']), ...amountProblems(body)] : []),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  const { scope, amount, unit, webhook, ...rest } = parsed.data;
  const exact = parseBudgetAmount(unit, amount);
  if (!exact.ok) throw new Error('An amount without problems could not be parsed.');
  const settings = { ...rest, unit, scope: scope as BudgetScope, amount: exact.amount };
  return { ok: true, request: { settings, ...(webhook && { webhook }) } };
}

function scopeProblems(scope: unknown): readonly Problem[] {
  if (!isJsonObject(scope)) return [];
  const { dimension, id } = scope;
  if (dimension === 'all' && isPresent(id)) {
    return [{ path: '/scope/id', code: 'conflicting_fields', message: 'must be left out for dimension all' }];
  }
  const needsId = BUDGET_DIMENSIONS.some((known) => known === dimension && known !== 'all');
  return needsId && id === undefined
    ? [{ path: '/scope/id', code: 'required', message: `must name the ${String(dimension)}` }]
    : [];
}

/** The allowed amounts depend on the unit. If the unit is unknown, only problems that hold in every unit are reported. */
function amountProblems({ unit, amount }: Readonly<Record<string, unknown>>): readonly Problem[] {
  if (typeof amount !== 'string') return [];
  const known = BUDGET_UNITS.filter((candidate) => candidate === unit);
  const judged = (known.length > 0 ? known : BUDGET_UNITS).map((each) => parseBudgetAmount(each, amount));
  const [parsed] = judged;
  if (!parsed || parsed.ok || judged.some(({ ok }) => ok)) return [];
  // A number is safe to repeat; any other text could be content.
  const got = /^[-+\d.,eE]{1,40}$/.test(amount) ? `'${amount}'` : `a text of ${amount.length} characters`;
  return [{ path: '/amount', code: 'out_of_range', message: `${parsed.allowed}; got ${got}` }];
}
