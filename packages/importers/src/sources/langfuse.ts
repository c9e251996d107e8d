import type { Convention } from '../convention.ts';
import { type ImportItem, type ImportSource, type Place, skipped } from '../import-source.ts';
import { instantOf } from '../read/instant.ts';
import { objectOf } from '../read/parse-object.ts';
import { type Row, readRowFiles } from '../read/read-rows.ts';
import { textOf } from '../read/values.ts';
import { anthropicModel, plainLabels } from './anthropic-names.ts';
import { langfuseUsage } from './langfuse-usage.ts';

export interface LangfuseOptions {
  readonly files: readonly string[];
  /** Whether `input` counts the cache. Default: by the total of each row, and as Langfuse defines it if that does not show it. */
  readonly convention?: Convention;
}

/** Never read: input, output, metadata, and what else is not here. */
const COLUMNS = new Set(
  'id project_id type start_time provided_model_name user_id session_id usage_details environment total_cost level'.split(
    ' ',
  ),
);

/**
 * The file `observations_v2` of Langfuse's export to blob storage. Its ids are Langfuse's own: rows cannot join what was captured
 * live. They know totals only.
 */
export function langfuse({ files, convention }: LangfuseOptions): ImportSource {
  return {
    name: 'langfuse',
    files,
    settings: { convention },
    read: (unchanged) =>
      readRowFiles(
        { files, columns: COLUMNS, readRow: (row, place) => readRow(row, place, convention) },
        unchanged,
      ),
  };
}

function readRow(row: Row, place: Place, convention: Convention | undefined): ImportItem {
  if (textOf(row['type']) !== 'GENERATION') return skipped(place, 'without_usage');
  const model = anthropicModel(textOf(row['provided_model_name']));
  if (model === undefined) return skipped(place, 'not_anthropic');
  const details = objectOf(row['usage_details']);
  if (!details) return skipped(place, 'without_usage');
  const [project, id] = [textOf(row['project_id']), textOf(row['id'])];
  if (project === undefined || id === undefined) return skipped(place, 'no_identity');
  const occurredAt = instantOf(row['start_time']);
  if (occurredAt === undefined) return skipped(place, 'no_time');
  const usage = langfuseUsage(details, convention, place);
  if (typeof usage === 'string') return skipped(place, usage);
  const userId = textOf(row['user_id']);
  return {
    kind: 'record',
    place,
    joins: false,
    record: {
      requestId: `langfuse:${project}:${id}`,
      occurredAt,
      model,
      detail: 'totals',
      ...(textOf(row['level']) === 'ERROR' && { status: 'error' as const }),
      ...(userId !== undefined && { userId }),
      usage: usage,
      ...plainLabels({
        session_id: textOf(row['session_id']),
        environment: textOf(row['environment']),
        langfuse_cost_usd: textOf(row['total_cost']),
      }),
    },
  };
}
