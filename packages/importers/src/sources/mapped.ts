import { RECORD_STATUSES, withoutAbsent } from '@token-ledger/core';
import { uncachedInput } from '../convention.ts';
import {
  type ImportedRecord,
  type ImportItem,
  type ImportSource,
  type Place,
  type SkipReason,
  skipped,
} from '../import-source.ts';
import { instantOf } from '../read/instant.ts';
import { type Row, readRowFiles } from '../read/read-rows.ts';
import { countsOf, textOf } from '../read/values.ts';
import { isMessageId, isRequestId } from './anthropic-names.ts';
import type { ColumnMap, MappedField } from './column-map.ts';
import { isAccessKeyId, mappedKey } from './id-map.ts';
import { usageOfCounts } from './usage-of-counts.ts';

export interface MappedOptions {
  readonly files: readonly string[];
  readonly map: ColumnMap;
}

/** CSV and NDJSON of any origin, by a map of their columns. Rows know totals only. */
export function mapped({ files, map }: MappedOptions): ImportSource {
  const columns = new Set([...Object.values(map.columns), ...Object.values(map.metadata)]);
  return {
    name: 'import',
    files,
    settings: { map },
    read: (unchanged) =>
      readRowFiles({ files, columns, readRow: (row, place) => readRow(row, place, map) }, unchanged),
  };
}

function readRow(row: Row, place: Place, map: ColumnMap): ImportItem {
  const text = (field: MappedField) => textOf(valueOf(row, field, map));
  const [requestId, messageId] = [text('requestId'), text('messageId')];
  if (requestId === undefined && messageId === undefined) return skipped(place, 'no_identity');
  const occurredAt = instantOf(valueOf(row, 'occurredAt', map), map.timeZone);
  if (occurredAt === undefined) return skipped(place, 'no_time');
  const usage = usageOf(row, map);
  if (typeof usage === 'string') return skipped(place, usage);
  const key = keyOf(text('accessKeyId'), map);
  if (key === 'unmapped_key') return skipped(place, key);
  const metadata = metadataOf(row, map);
  return {
    kind: 'record',
    place,
    joins: isRequestId(requestId) || isMessageId(messageId) || isMessageId(requestId),
    record: {
      ...withoutAbsent({ requestId, messageId }),
      occurredAt,
      ...withoutAbsent({ model: text('model'), userId: text('userId'), feature: text('feature') }),
      ...withoutAbsent({ endpoint: text('endpoint'), stopReason: text('stopReason') }),
      ...key,
      ...statusOf(text('status'), map),
      detail: 'totals',
      usage: usage,
      ...(Object.keys(metadata).length > 0 && { metadata }),
    },
  };
}

/** Without a map, an access key must be one of the ledger: any other text would become an access key of its own. */
function keyOf(named: string | undefined, { accessKeys }: ColumnMap) {
  if (Object.keys(accessKeys).length > 0) return mappedKey(accessKeys, named);
  if (named === undefined) return {};
  return isAccessKeyId(named) ? { accessKeyId: named } : 'unmapped_key';
}

function usageOf(row: Row, map: ColumnMap): ImportedRecord['usage'] | SkipReason {
  const value = (field: MappedField) => valueOf(row, field, map);
  const counts = countsOf({
    input: value('inputTokens'),
    output: value('outputTokens'),
    read: value('cacheReadTokens'),
    write: value('cacheCreationTokens'),
    write5m: value('cacheCreation5mTokens'),
    write1h: value('cacheCreation1hTokens'),
    thinking: value('thinkingTokens'),
    searches: value('webSearchRequests'),
  });
  if (!counts) return 'invalid_figures';
  const { input = 0, output = 0, read = 0, write5m = 0, write1h = 0, thinking, searches } = counts;
  const write = Math.max(counts.write ?? 0, write5m + write1h);
  const uncached = uncachedInput(input, read + write, map.convention);
  if (uncached === undefined) return 'convention_contradicted';
  const tier = textOf(value('serviceTier'));
  return {
    ...usageOfCounts({ uncached, output, read, write, write5m, write1h, searches }),
    ...(thinking !== undefined && { output_tokens_details: { thinking_tokens: thinking } }),
    ...(tier !== undefined && { service_tier: tier }),
  };
}

function valueOf(row: Row, field: MappedField, { columns, constants }: ColumnMap): unknown {
  const column = columns[field];
  return column === undefined ? constants[field] : row[column];
}

function statusOf(text: string | undefined, { statuses }: ColumnMap): Pick<ImportedRecord, 'status'> {
  if (text === undefined) return {};
  const status = Object.hasOwn(statuses, text)
    ? statuses[text]
    : RECORD_STATUSES.find((known) => known === text);
  // A status that is not known is refused by the ledger's own rules, with its place.
  return { status: (status ?? text) as NonNullable<ImportedRecord['status']> };
}

function metadataOf(row: Row, { metadata }: ColumnMap): Record<string, string> {
  const labels = Object.entries(metadata).map(([name, column]) => [name, textOf(row[column])] as const);
  return Object.fromEntries(labels.filter((label): label is [string, string] => label[1] !== undefined));
}
