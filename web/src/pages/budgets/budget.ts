import type { AnswerOf, RequestOf } from '@token-ledger/client/query';
import type { Dimension } from '../../parts/id-suggestions.ts';
import type { UsageFilterValues } from '../../parts/usage-filter-parameters.ts';

export type Budget = AnswerOf<'get', '/v1/budgets'>['budgets'][number];
export type BudgetRequest = RequestOf<'post', '/v1/budgets'>['body'];
export type WrittenBudget = AnswerOf<'post', '/v1/budgets'>;

export const DIMENSIONS = ['all', 'access_key', 'user', 'model', 'feature'] as const;
export const PERIODS = ['daily', 'weekly', 'monthly'] as const;
export const UNITS = ['USD', 'tokens'] as const;

const FILTERS: Readonly<Record<Dimension, (id: string) => UsageFilterValues>> = {
  access_key: (key) => ({ key }),
  user: (user) => ({ user }),
  model: (model) => ({ model: [model] }),
  feature: (feature) => ({ feature: [feature] }),
};

/** The filter of the usage that a budget is about. */
export function filterOf({ dimension, id }: Budget['scope']): UsageFilterValues {
  return dimension === 'all' || id === undefined ? {} : FILTERS[dimension](id);
}

/** `50, 80, 100` as numbers, in any order; undefined if it is no list of percentages that a budget can have. */
export function readThresholds(text: string): readonly number[] | undefined {
  const parts = text.split(/[\s,，、;]+/).filter((part) => part !== '');
  const numbers = parts.map((part) => (/^\d{1,4}%?$/.test(part) ? Number.parseInt(part, 10) : Number.NaN));
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b);
  const isAllowed = (percent: number) => percent >= 1 && percent <= MAX_PERCENT;
  return sorted.length >= 1 && sorted.length <= MAX_THRESHOLDS && sorted.every(isAllowed)
    ? sorted
    : undefined;
}

const MAX_PERCENT = 1000;
const MAX_THRESHOLDS = 10;

/** An amount as the API takes it. Readers may group its digits, as in `1,000.50`. */
export function readAmount(text: string, unit: Budget['unit']): string | undefined {
  const plain = text
    .trim()
    .replace(/^\$/, '')
    .replaceAll(/[,\s_](?=\d{3})/g, '');
  const form = unit === 'USD' ? /^\d{1,10}(\.\d{1,9})?$/ : /^\d{1,16}$/;
  return form.test(plain) && /[1-9]/.test(plain) ? plain : undefined;
}

/**
 * Of a threshold, in percent, without an alert in the current period. One that the spending has reached was not checked
 * since: budgets are checked every few minutes.
 */
export function stateWithoutAlert({ usedPercent }: Budget['current'], threshold: number) {
  return usedPercent >= threshold ? 'notChecked' : 'notReached';
}

/** How full a budget is. */
export function stateOf({ current: { usedPercent, alerts } }: Budget): 'ok' | 'warned' | 'spent' {
  if (usedPercent >= 100) return 'spent';
  return alerts.length > 0 ? 'warned' : 'ok';
}
