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

interface Row {
  readonly from: string;
  readonly id: string;
  readonly requests: number | string;
  readonly errors: number | string;
  readonly tokens: Readonly<Record<Exclude<keyof Totals, 'requests' | 'errors'>, number | string>>;
}

const ROWS_PER_PAGE = 1000;

/** All rows of `GET /v1/statistics` for the hours, days and months that overlap [fromMs, toMs]. */
export async function readAllStatistics(api: Api, fromMs: number, toMs: number): Promise<TotalsByRow> {
  const totals: TotalsByRow = new Map();
  for (const period of PERIODS) {
    for (const dimension of DIMENSIONS) {
      for await (const row of readRows(api, period, dimension, fromMs, toMs)) {
        const key = rowKey(period, dimension, row.from, row.id);
        if (totals.has(key)) throw new Error(`GET /v1/statistics has two rows for ${key}.`);
        totals.set(key, toTotals(row));
      }
    }
  }
  return totals;
}

async function* readRows(
  api: Api,
  period: Period,
  dimension: Dimension,
  fromMs: number,
  toMs: number,
): AsyncGenerator<Row> {
  // Whole periods: otherwise the range would cut days and months.
  const query = new URLSearchParams({
    dimension,
    period,
    from: startOf(period, fromMs),
    to: endOf(period, toMs),
    limit: String(ROWS_PER_PAGE),
  });
  for (;;) {
    const response = await fetch(`${api.url}/v1/statistics?${query.toString()}`, {
      headers: { authorization: `Bearer ${api.accessKey}` },
    });
    if (!response.ok)
      throw new Error(`GET /v1/statistics answered ${response.status}: ${await response.text()}`);
    const { rows, nextCursor } = (await response.json()) as { rows: Row[]; nextCursor?: string };
    yield* rows;
    if (nextCursor === undefined) return;
    query.set('cursor', nextCursor);
  }
}

/** The first instant after the period that contains an instant. */
function endOf(period: Period, ms: number): string {
  const end = new Date(startOf(period, ms));
  if (period === 'hour') end.setUTCHours(end.getUTCHours() + 1);
  if (period === 'day') end.setUTCDate(end.getUTCDate() + 1);
  if (period === 'month') end.setUTCMonth(end.getUTCMonth() + 1);
  return end.toISOString();
}

function toTotals({ requests, errors, tokens }: Row): Totals {
  const counted = { requests, errors, ...tokens };
  return Object.fromEntries(Object.entries(counted).map(([name, value]) => [name, BigInt(value)])) as Totals;
}
