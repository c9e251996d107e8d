import type { components } from '@token-ledger/client/query';
import { shortCount, shortUsd } from './output/figures.ts';
import type { Column } from './output/printer.ts';

type Measures = Pick<components['schemas']['Measures'], 'requests' | 'errors' | 'tokens' | 'cost'>;

const count = (title: string, of: (measures: Measures) => number | string): Column<Measures> => ({
  title,
  value: (measures) => shortCount(of(measures)),
  align: 'right',
});

export const COST_COLUMN: Column<Pick<Measures, 'cost'>> = {
  title: 'cost',
  // Usage without a price is not free.
  value: ({ cost }) => shortUsd(cost.usd) + (String(cost.unpricedRequests) === '0' ? '' : '+'),
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

/** What people must know about the figures above. */
export function costNotes(all: Iterable<Pick<Measures, 'cost'>>): readonly string[] {
  let unpriced = 0n;
  for (const { cost } of all) unpriced += BigInt(cost.unpricedRequests);
  return unpriced === 0n
    ? []
    : [
        `+ ${shortCount(String(unpriced))} requests have no price and are not in the cost: token-ledger doctor names their models.`,
      ];
}
