import type { ShownId } from '../access/shown-ids.ts';
import { ALL_ID, totalMeasures } from '../ledger/fold.ts';
import { addMeasures, type Measures, sumOfTokens } from '../ledger/measures.ts';
import { readStatistics } from '../ledger/read/read-statistics.ts';
import type { ReadDeps } from '../ledger/read/source-reader.ts';
import type { StatisticsRow } from '../ledger/read/statistics-query.ts';
import { type CellValue, chooseColumns } from './column.ts';
import type { ExportDefinition, ExportFilter } from './export-definition.ts';
import { type ExportIdsDeps, idsOfExport } from './export-ids.ts';
import { FOCUS_COLUMNS, FOCUS_FIELDS } from './focus-columns.ts';
import type { ExportPosition, Source, SourceBatch } from './source.ts';
import { STATISTICS_COLUMNS, type StatisticsLine } from './statistics-columns.ts';

/** Rows of statistics read at a time; each may have very many models and features. */
const PAGE_ROWS = 500;

export type StatisticsSourceDeps = ReadDeps & ExportIdsDeps;

/** Statistics of the range by period and dimension, ordered by time and id, split by the chosen columns. */
export function statisticsSource(deps: StatisticsSourceDeps, definition: ExportDefinition): Source {
  const valuesOf = valuesFor(definition);
  const { dimension, filter, fromMs, toMs, period } = definition;
  const id = idOf(definition);
  const query = {
    dimension,
    period,
    fromMs,
    toMs,
    limit: PAGE_ROWS,
    ...(id !== undefined && { id }),
    ...(filter.models && { models: new Set(filter.models) }),
    ...(filter.features && { features: new Set(filter.features) }),
  };
  // Names are read only for a file with a name column.
  const isNamed = definition.format === 'focus' || definition.statisticsFields.includes('name');
  const apart = (field: 'model' | 'feature') =>
    definition.format === 'focus' ? field === 'model' : definition.statisticsFields.includes(field);
  const [byModel, byFeature] = [apart('model'), apart('feature')];

  return async function* read(after): AsyncGenerator<SourceBatch> {
    // A position without a bucket means that everything was read.
    if (after && after.bucketId === undefined) return;
    const ids = await idsOfExport(deps, definition);
    let position = after;
    while (true) {
      const behind =
        position?.bucketId === undefined
          ? undefined
          : { bucketId: position.bucketId, id: position.afterId ?? '' };
      const answer = await readStatistics(deps, { ...query, ...(behind && { after: behind }) });
      const summed = answer.rows
        .map((row) => ({ row, measures: totalMeasures(row.statistics) }))
        .filter(({ measures }) => isWithin(filter, measures));
      const named = isNamed ? summed.map(({ row }) => row.id) : [];
      const show = await ids.display(dimension, named);
      const rows = summed.map(({ row, measures }) => ({
        lines: linesOf(row, show(row.id), byModel, byFeature).map(valuesOf),
        measures,
        position: positionOf(row),
      }));
      const last = answer.rows.at(-1);
      position = answer.next && last ? positionOf(last) : { fromMs: toMs };
      yield { rows, position: position ?? { fromMs: toMs }, exact: answer.inexactHours.length === 0 };
      if (!answer.next) return;
    }
  };
}

function positionOf({ fromMs, bucket, id }: StatisticsRow): ExportPosition {
  return { fromMs, bucketId: bucket.id, afterId: id };
}

/** Bounds hold for an id in a period as a whole, however many models and features it is split into. */
function isWithin(filter: ExportFilter, measures: Measures): boolean {
  const { minTokens = 0, maxTokens = Number.POSITIVE_INFINITY } = filter;
  const { minRequests = 0, maxRequests = Number.POSITIVE_INFINITY } = filter;
  // Comparisons of whole numbers of any size with JSON numbers are exact.
  const tokens = sumOfTokens(measures);
  const { requests } = measures;
  return tokens >= minTokens && tokens <= maxTokens && requests >= minRequests && requests <= maxRequests;
}

function idOf({ dimension, filter }: ExportDefinition): string | undefined {
  switch (dimension) {
    case 'all':
      return ALL_ID;
    case 'access_key':
      return filter.accessKeyId;
    case 'user':
      return filter.userId;
  }
}

function valuesFor(definition: ExportDefinition): (line: StatisticsLine) => readonly CellValue[] {
  const { format, billingAccount, statisticsFields } = definition;
  if (format !== 'focus') return chooseColumns(STATISTICS_COLUMNS, statisticsFields).valuesOf;
  if (!billingAccount) throw new RangeError('A FOCUS export needs a billing account.');
  const { valuesOf } = chooseColumns(FOCUS_COLUMNS, FOCUS_FIELDS);
  return (line) => valuesOf({ ...line, billingAccount });
}

/** Cells are sorted by model, then feature, and so are the rows. */
function linesOf(
  { fromMs, toMs, statistics }: StatisticsRow,
  shown: ShownId,
  byModel: boolean,
  byFeature: boolean,
): StatisticsLine[] {
  const sums = new Map<string, { model?: string; feature?: string; measures: Measures }>();
  for (const { model, feature, measures } of statistics.cells) {
    const apart = { ...(byModel && { model }), ...(byFeature && { feature }) };
    const key = JSON.stringify(apart);
    const sum = sums.get(key);
    if (sum) sum.measures = addMeasures(sum.measures, measures);
    else sums.set(key, { ...apart, measures });
  }
  return [...sums.values()].map((sum) => ({ fromMs, toMs, ...shown, ...sum }));
}
