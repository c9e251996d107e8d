import type { components } from '@token-ledger/client/query';
import { shortCount, shortUsd } from './output/figures.ts';
import type { Column } from './output/printer.ts';
import { type UsageOptions, unpricedModels } from './unpriced-models.ts';

type Measures = Pick<components['schemas']['Measures'], 'requests' | 'errors' | 'tokens' | 'cost'>;

const count = (title: string, of: (measures: Measures) => number | string): Column<Measures> => ({
  title,
  value: (measures) => shortCount(of(measures)),
  align: 'right',
});

type Cost = Pick<Measures['cost'], 'usd' | 'unpricedRequests'>;

/** A sum of costs, with a + if calls without a price are missing in it: they are not free. */
export function costText({ usd, unpricedRequests }: Cost, format = shortUsd): string {
  return format(usd) + (String(unpricedRequests) === '0' ? '' : '+');
}

export const COST_COLUMN: Column<Pick<Measures, 'cost'>> = {
  title: 'cost',
  value: ({ cost }) => costText(cost),
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
  all: Iterable<{ readonly cost: Cost }>,
  options: UsageOptions | undefined,
): readonly string[] {
  let unpriced = 0n;
  for (const { cost } of all) unpriced += BigInt(cost.unpricedRequests);
  if (unpriced === 0n) return [];
  const note = `+ ${shortCount(String(unpriced))} requests have no price and are not in the cost`;
  return [options ? `${note}. Their models: ${unpricedModels(options)}` : `${note}.`];
}
