import type { Measures } from '../ledger/measures.ts';
import type { Period } from '../time/bucket.ts';
import type { Column } from './column.ts';
import type { ExportDefinition, ExportSubject } from './export-definition.ts';
import { columnsOf } from './file-columns.ts';
import type { RecordField } from './record-columns.ts';
import { STATISTICS_COLUMNS, type StatisticsField, type StatisticsLine } from './statistics-columns.ts';

/*
 * Spreadsheets are for people, so their columns have titles instead of the API's names, and formats. All other files have
 * the names.
 */

/** How a spreadsheet shows a column. `month`, `day`, `minute` and `second`: a time, as precisely as that. */
export type CellFormat =
  | 'text'
  | 'boolean'
  | 'number'
  | 'count'
  | 'money'
  | 'month'
  | 'day'
  | 'minute'
  | 'second';

export interface SpreadsheetColumn {
  readonly title: string;
  readonly format: CellFormat;
}

type Titles<Field extends string> = Readonly<Record<Field, string>>;

const TOKEN_TITLES = {
  inputTokens: 'Input tokens',
  outputTokens: 'Output tokens',
  cacheCreation5mTokens: 'Cache write tokens (5 minutes)',
  cacheCreation1hTokens: 'Cache write tokens (1 hour)',
  cacheCreationUnattributedTokens: 'Cache write tokens (time unknown)',
  cacheReadTokens: 'Cache read tokens',
  totalTokens: 'Total tokens',
  effectiveTokens: 'Input and output tokens',
  reportedTokens: 'Reported tokens',
};
const COST_TITLES = { costUsd: 'Cost (USD)', listCostUsd: 'List price (USD)' };

const RECORD_TITLES: Titles<RecordField> = {
  requestId: 'Request ID',
  occurredAt: 'Occurred',
  receivedAt: 'Received',
  accessKeyId: 'Access key ID',
  accessKeyName: 'Access key',
  userId: 'User ID',
  userName: 'User',
  model: 'Model',
  feature: 'Feature',
  status: 'Status',
  endpoint: 'Endpoint',
  stopReason: 'Stop reason',
  serviceTier: 'Service tier',
  inferenceGeo: 'Inference geography',
  speed: 'Speed',
  temperature: 'Temperature',
  maxTokens: 'Max tokens',
  ...TOKEN_TITLES,
  thinkingTokens: 'Thinking tokens',
  webSearchRequests: 'Web searches',
  webFetchRequests: 'Web fetches',
  fallbackCredit: 'Fallback credit',
  billedTo: 'Billed to',
  ...COST_TITLES,
  unpriced: 'Without a price',
  uncertain: 'Cost uncertain',
  metadata: 'Metadata',
  source: 'Source',
};

const PERIOD_TITLES: Readonly<Record<Period, string>> = { hour: 'Hour', day: 'Day', month: 'Month' };
const ID_TITLES = {
  all: { id: 'ID', name: 'Name' },
  access_key: { id: 'Access key ID', name: 'Access key' },
  user: { id: 'User ID', name: 'User' },
};

function statisticsTitles({ period, dimension }: ExportDefinition): Titles<StatisticsField> {
  return {
    from: PERIOD_TITLES[period],
    to: 'Until (exclusive)',
    ...ID_TITLES[dimension],
    model: 'Model',
    feature: 'Feature',
    requests: 'Requests',
    errors: 'Errors',
    ...TOKEN_TITLES,
    ...COST_TITLES,
    unpricedRequests: 'Requests without a price',
    uncertainRequests: 'Requests of uncertain cost',
    billedElsewhereRequests: 'Requests billed elsewhere',
  };
}

/** The columns of a spreadsheet. Cells cannot hold a time zone, so titles name it. */
export function spreadsheetColumns(
  definition: ExportDefinition,
  subject: ExportSubject,
  timeZone: string,
): readonly SpreadsheetColumn[] {
  const titles: Readonly<Record<string, string>> =
    subject === 'records' ? RECORD_TITLES : statisticsTitles(definition);
  return columnsOf(definition, subject).map((column) => {
    const title = titles[column.name] ?? column.name;
    return {
      title: column.kind === 'instant' ? `${title}, ${timeZone}` : title,
      format: formatOf(column, subject, definition.period),
    };
  });
}

function formatOf({ name, kind }: Column, subject: ExportSubject, period: Period): CellFormat {
  switch (kind) {
    case 'integer':
      return 'count';
    case 'decimal':
      return name in COST_TITLES ? 'money' : 'number';
    case 'instant':
      if (subject === 'records') return 'second';
      return name === 'from' && period !== 'hour' ? period : 'minute';
    default:
      return kind;
  }
}

/** The row of totals, which are sums of the ledger: a column that it does not sum has none. */
export function totalsRow(columns: readonly Column[], totals: Measures): (string | number | null)[] {
  const line: StatisticsLine = { fromMs: 0, toMs: 0, id: '', measures: totals };
  const row = columns.map(({ name, kind }) => {
    if ((kind !== 'integer' && kind !== 'decimal') || !isSummed(name)) return null;
    return Number(STATISTICS_COLUMNS[name].value(line));
  });
  const label = row.indexOf(null);
  return row.map((cell, index) => (index === label ? 'Total' : cell));
}

function isSummed(name: string): name is StatisticsField {
  return name in STATISTICS_COLUMNS;
}
