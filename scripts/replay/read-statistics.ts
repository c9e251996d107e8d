import { createQueryClient, type Item, type QueryClient, wholeNumber } from '@token-ledger/client/query';
import type { Api } from './send-http.ts';
import {
  DIMENSIONS,
  type Dimension,
  PERIODS,
  type Period,
  rowKey,
  startOf,
  type Totals,
  type TotalsByRow,
} from './totals.ts';

const ROWS_PER_PAGE = 1000;

/** All rows of `GET /v1/statistics` for the hours, days and months that overlap [fromMs, toMs]. */
export async function readAllStatistics(api: Api, fromMs: number, toMs: number): Promise<TotalsByRow> {
  const ledger = createQueryClient({ endpoint: api.url, accessKey: api.accessKey });
  const totals: TotalsByRow = new Map();
  for (const period of PERIODS) {
    for (const dimension of DIMENSIONS) {
      for await (const row of readRows(ledger, period, dimension, fromMs, toMs)) {
        const key = rowKey(period, dimension, row.from, row.id);
        if (totals.has(key)) throw new Error(`GET /v1/statistics has two rows for ${key}.`);
        totals.set(key, toTotals(row));
      }
    }
  }
  return totals;
}

function readRows(
  ledger: QueryClient,
  period: Period,
  dimension: Dimension,
  fromMs: number,
  toMs: number,
): AsyncIterable<Item<'/v1/statistics'>> {
  // Whole periods: otherwise the range would cut days and months.
  const range = { from: startOf(period, fromMs), to: endOf(period, toMs) };
  return ledger.items('/v1/statistics', { query: { dimension, period, ...range, limit: ROWS_PER_PAGE } });
}

/** The first instant after the period that contains an instant. */
function endOf(period: Period, ms: number): string {
  const end = new Date(startOf(period, ms));
  if (period === 'hour') end.setUTCHours(end.getUTCHours() + 1);
  if (period === 'day') end.setUTCDate(end.getUTCDate() + 1);
  if (period === 'month') end.setUTCMonth(end.getUTCMonth() + 1);
  return end.toISOString();
}

function toTotals({ requests, errors, tokens }: Item<'/v1/statistics'>): Totals {
  const counted = { requests, errors, ...tokens };
  return Object.fromEntries(
    Object.entries(counted).map(([name, value]) => [name, wholeNumber(value)]),
  ) as Totals;
}
