import { sumOfTokens } from '../ledger/measures.ts';
import { formatDecimal } from '../pricing/decimal.ts';
import { formatNanoDollars } from '../pricing/money.ts';
import { iso } from '../time/clock.ts';
import type { ColumnOf } from './column.ts';
import type { StatisticsLine } from './statistics-columns.ts';

/*
 * Charges by the FinOps Open Cost and Usage Specification 1.4 (https://focus.finops.org), dataset Cost and Usage: one
 * for each day, access key and model. `docs/exports.md` lists the source of each column, and what the ledger cannot
 * know.
 */

export const FOCUS_VERSION = '1.4';

/** One day's usage of a model through an access key, and the billed account. */
export interface FocusCharge extends StatisticsLine {
  readonly billingAccount: { readonly id: string; readonly name?: string };
}

/** Anthropic's price list is per million tokens. */
const PRICED_TOKENS_DECIMALS = 6;

/** The columns of the specification in the order of their names, then custom ones. */
export const FOCUS_COLUMNS = {
  // Only the invoice may state a billed cost: stated twice, it would be counted twice.
  BilledCost: cost(() => 0n),
  BillingAccountId: text(({ billingAccount }) => billingAccount.id),
  BillingAccountName: text(({ billingAccount }) => billingAccount.name),
  BillingCurrency: text(() => 'USD'),
  BillingPeriodEnd: instant(({ fromMs }) => utcMonth(fromMs, 1)),
  BillingPeriodStart: instant(({ fromMs }) => utcMonth(fromMs, 0)),
  ChargeCategory: text(() => 'Usage'),
  ChargeClass: text(() => null),
  ChargeDescription: text(
    ({ model, measures }) => `${measures.requests} requests of ${model}, ${sumOfTokens(measures)} tokens`,
  ),
  ChargeFrequency: text(() => 'Usage-Based'),
  ChargePeriodEnd: instant(({ toMs }) => toMs),
  ChargePeriodStart: instant(({ fromMs }) => fromMs),
  ConsumedQuantity: { kind: 'integer', value: ({ measures }) => sumOfTokens(measures) },
  ConsumedUnit: text(() => 'Tokens'),
  ContractedCost: cost(({ cost: net }) => net),
  EffectiveCost: cost(({ cost: net }) => net),
  HostProviderName: text(() => 'Anthropic'),
  InvoiceIssuerName: text(() => 'Anthropic'),
  ListCost: cost(({ cost: net, discount }) => net + discount),
  PricingQuantity: {
    kind: 'decimal',
    value: ({ measures }) => formatDecimal(sumOfTokens(measures), PRICED_TOKENS_DECIMALS),
  },
  PricingUnit: text(() => '1000000 Tokens'),
  ServiceCategory: text(() => 'AI and Machine Learning'),
  ServiceName: text(() => 'Claude API'),
  ServiceProviderName: text(() => 'Anthropic'),
  ServiceSubcategory: text(() => 'Generative AI'),
  SubAccountId: text(({ id }) => id),
  SubAccountName: text(({ id, name }) => name ?? id),
  x_Model: text(({ model }) => model),
  x_Requests: count('requests'),
  x_InputTokens: count('input'),
  x_OutputTokens: count('output'),
  x_CacheCreation5mTokens: count('cacheCreation5m'),
  x_CacheCreation1hTokens: count('cacheCreation1h'),
  x_CacheCreationUnattributedTokens: count('cacheCreationUnattributed'),
  x_CacheReadTokens: count('cacheRead'),
  x_UnpricedRequests: count('unpricedRequests'),
  x_UncertainRequests: count('uncertainRequests'),
} as const satisfies Record<string, ColumnOf<FocusCharge>>;

export const FOCUS_FIELDS = Object.keys(FOCUS_COLUMNS);

function text(value: (charge: FocusCharge) => string | null | undefined): ColumnOf<FocusCharge> {
  return { kind: 'text', value };
}

function instant(value: (charge: FocusCharge) => number): ColumnOf<FocusCharge> {
  // The specification writes instants to the second.
  return { kind: 'instant', value: (charge) => iso(value(charge)).replace(/\.\d{3}Z$/, 'Z') };
}

function cost(value: (measures: FocusCharge['measures']) => bigint): ColumnOf<FocusCharge> {
  return { kind: 'decimal', value: ({ measures }) => formatNanoDollars(value(measures)) };
}

function count(measure: keyof FocusCharge['measures']): ColumnOf<FocusCharge> {
  return { kind: 'integer', value: ({ measures }) => measures[measure] };
}

/** The start of the UTC month that contains an instant, or of a later month: Anthropic bills by UTC months. */
function utcMonth(ms: number, later: number): number {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + later, 1);
}
