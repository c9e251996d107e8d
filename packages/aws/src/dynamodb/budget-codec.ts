import {
  ALERT_CHANNELS,
  type AlertChannelName,
  type AlertKey,
  type Budget,
  type BudgetAlert,
  type BudgetTerms,
  type StoredAlert,
} from '@token-ledger/core';
import {
  ALERT_ATTRIBUTES,
  ALERT_KEY_ATTRIBUTES,
  BUDGET_ATTRIBUTES,
  DELIVERY_ATTRIBUTES,
} from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { CorruptDataError } from './packed-rows.ts';

/*
 * Budgets and alerts as items. There are few of them, so their parts are stored unpacked, as maps and lists. Amounts
 * are DynamoDB numbers, exact to 38 digits.
 */

type FieldType = 'text' | 'number' | 'bigint' | 'map';
type Fields<T> = Readonly<Record<keyof T, FieldType>>;
type Attributes<T> = Readonly<Record<keyof T, string>>;

const BUDGET_FIELDS: Fields<Budget> = {
  id: 'text',
  name: 'text',
  scope: 'map',
  unit: 'text',
  period: 'text',
  terms: 'map',
  earlierTerms: 'map',
  webhook: 'map',
  revision: 'number',
  createdAtMs: 'number',
  updatedAtMs: 'number',
};

const ALERT_KEY_FIELDS: Fields<AlertKey> = {
  budgetId: 'text',
  periodId: 'text',
  percent: 'number',
  armedBy: 'number',
};

const ALERT_FIELDS: Fields<BudgetAlert> = {
  ...ALERT_KEY_FIELDS,
  budgetName: 'text',
  scope: 'map',
  unit: 'text',
  period: 'text',
  periodStartMs: 'number',
  periodEndMs: 'number',
  amount: 'bigint',
  spent: 'bigint',
  unpricedRequests: 'bigint',
  firedAtMs: 'number',
};

export function encodeBudget(budget: Budget): Item {
  return encode(budget, BUDGET_ATTRIBUTES);
}

export function decodeBudget(item: Item): Budget {
  const budget = decode<Budget>(item, BUDGET_ATTRIBUTES, BUDGET_FIELDS, ['earlierTerms', 'webhook']);
  const { terms, earlierTerms, ...rest } = budget;
  return {
    ...rest,
    terms: decodeTerms(terms),
    ...(earlierTerms && { earlierTerms: decodeTerms(earlierTerms) }),
  };
}

export function encodeAlertKey({ budgetId, periodId, percent, armedBy }: AlertKey): Item {
  return encode({ budgetId, periodId, percent, armedBy }, ALERT_KEY_ATTRIBUTES);
}

export function decodeAlertKey(item: Item): AlertKey {
  return decode<AlertKey>(item, ALERT_KEY_ATTRIBUTES, ALERT_KEY_FIELDS);
}

export function encodeAlert(alert: BudgetAlert): Item {
  return encode(alert, ALERT_ATTRIBUTES);
}

export function decodeAlert(item: Item): StoredAlert {
  const deliveredAtMs: Partial<Record<AlertChannelName, number>> = {};
  for (const channel of ALERT_CHANNELS) {
    const atMs: unknown = item[DELIVERY_ATTRIBUTES[channel]];
    if (typeof atMs === 'number') deliveredAtMs[channel] = atMs;
  }
  return { ...decode<BudgetAlert>(item, ALERT_ATTRIBUTES, ALERT_FIELDS), deliveredAtMs };
}

function encode<T extends object>(value: T, attributes: Attributes<T>): Item {
  const entries = Object.entries<string>(attributes).map(([field, attribute]) => [
    attribute,
    value[field as keyof T],
  ]);
  return Object.fromEntries(entries.filter(([, field]) => field !== undefined)) as Item;
}

function decode<T>(
  item: Item,
  attributes: Attributes<T>,
  fields: Fields<T>,
  optional: readonly (keyof T)[] = [],
): T {
  const value: Partial<Record<keyof T, unknown>> = {};
  for (const field of Object.keys(fields) as (keyof T)[]) {
    const stored: unknown = item[attributes[field]];
    if (stored === undefined && optional.includes(field)) continue;
    value[field] = decodeField(attributes[field], stored, fields[field]);
  }
  return value as T;
}

function decodeField(attribute: string, stored: unknown, type: FieldType): unknown {
  switch (type) {
    case 'text':
      if (typeof stored === 'string') return stored;
      break;
    case 'number':
      if (typeof stored === 'number') return stored;
      break;
    case 'bigint':
      // The document client reads numbers beyond 2^53 as bigint.
      if (typeof stored === 'number' || typeof stored === 'bigint') return BigInt(stored);
      break;
    case 'map':
      if (typeof stored === 'object' && stored !== null) return stored;
  }
  throw new CorruptDataError(`Attribute ${attribute} of a budget or alert is missing or of the wrong type.`);
}

function decodeTerms({ amount, thresholds }: BudgetTerms): BudgetTerms {
  return { amount: decodeField('amount', amount, 'bigint') as bigint, thresholds };
}
