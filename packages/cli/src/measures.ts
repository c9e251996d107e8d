import { type components, nanoDollars } from '@token-ledger/client/query';
import { counted, shortCount, shortUsd } from './output/figures.ts';
import type { Column } from './output/printer.ts';
import { type UsageOptions, unpricedModels } from './unpriced-models.ts';

type Measures = Pick<components['schemas']['Measures'], 'requests' | 'errors' | 'tokens' | 'cost'>;

const count = (title: string, of: (measures: Measures) => number | string): Column<Measures> => ({
  title,
  value: (measures) => shortCount(of(measures)),
  align: 'right',
});

/** What usage cost, and of how many requests where that is known. */
interface CostOfRequests {
  readonly cost: Pick<Measures['cost'], 'usd' | 'unpricedRequests'>;
  readonly requests?: Measures['requests'];
}

/**
 * A sum of costs, with a + if calls without a price are missing in it: they are not free. `unpriced` if none of them has one: that is
 * no amount.
 */
export function costText({ cost, requests }: CostOfRequests, format = shortUsd): string {
  const unpriced = String(cost.unpricedRequests);
  if (unpriced === '0') return format(cost.usd);
  return unpriced === String(requests) && nanoDollars(cost.usd) === 0n ? 'unpriced' : `${format(cost.usd)}+`;
}

/** What a single call cost, by the same rule. */
export function costOfCall({ usd, unpriced }: components['schemas']['Record']['cost']): string {
  return costText({ cost: { usd, unpricedRequests: unpriced.length > 0 ? '1' : '0' }, requests: '1' });
}

export const COST_COLUMN: Column<CostOfRequests> = {
  title: 'cost',
  value: (usage) => costText(usage),
  align: 'right',
};

/** The figures of usage, as tables show them. */
export const MEASURE_COLUMNS: readonly Column<Measures>[] = [
  count('requests', ({ requests }) => requests),
  count('errors', ({ errors }) => errors),
  count('input', ({ tokens }) => tokens.input),
  count('output', ({ tokens }) => tokens.output),
  count('cache write', ({ tokens }) => String(cacheWrites(tokens))),
  count('cache read', ({ tokens }) => tokens.cacheRead),
  count('total', ({ tokens }) => tokens.total),
  COST_COLUMN,
];

function cacheWrites(tokens: Measures['tokens']): bigint {
  return (
    BigInt(tokens.cacheCreation5m) + BigInt(tokens.cacheCreation1h) + BigInt(tokens.cacheCreationUnattributed)
  );
}

/** What people must know about the figures above: which usage has no price, and, by its options, which command names its models. */
export function costNotes(
  all: Iterable<CostOfRequests>,
  options: UsageOptions | undefined,
): readonly string[] {
  const shown = [...all];
  let unpriced = 0n;
  for (const { cost } of shown) unpriced += BigInt(cost.unpricedRequests);
  if (unpriced === 0n) return [];
  const mark = shown.some((usage) => costText(usage).endsWith('+')) ? '+ ' : '';
  const note = `${mark}${withoutPrice(String(unpriced))}`;
  return [options ? `${note}. By model: ${unpricedModels(options)}` : `${note}.`];
}

/** The same of the range before, with which a change compares. */
export function previousCostNotes(
  previous: CostOfRequests & Pick<UsageOptions, 'from' | 'to'>,
  options: UsageOptions,
): readonly string[] {
  const unpriced = String(previous.cost.unpricedRequests);
  if (unpriced === '0') return [];
  const { from, to } = previous;
  const models = unpricedModels({ ...options, last: undefined, in: undefined, from, to });
  return [
    `In the range before, ${withoutPrice(unpriced)}, with which the change compares. By model: ${models}`,
  ];
}

function withoutPrice(requests: string): string {
  const [have, are] = requests === '1' ? ['has', 'is'] : ['have', 'are'];
  return `${counted(requests, 'request')} ${have} no price and ${are} not in the cost`;
}
