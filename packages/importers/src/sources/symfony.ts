import { basename } from 'node:path';
import { withoutAbsent } from '@token-ledger/core';
import { ImportError } from '../errors.ts';
import {
  type ImportedRecord,
  type ImportItem,
  type ImportSource,
  type Place,
  skipped,
} from '../import-source.ts';
import { instantOf } from '../read/instant.ts';
import { type Row, readRowFiles } from '../read/read-rows.ts';
import { countsOf, textOf } from '../read/values.ts';
import { anthropicModel, isMessageId, isRequestId, plainLabels } from './anthropic-names.ts';
import { type AccessKeyMap, mappedKey } from './id-map.ts';

export interface SymfonyOptions {
  readonly files: readonly string[];
  /** The time zone of PHP, in which the bundle wrote `occurTime` without an offset. Default: UTC. */
  readonly timeZone?: string;
  /** Access keys of the ledger by the ids of the bundle's. Rows of other keys are skipped. */
  readonly accessKeys?: AccessKeyMap;
}

/** Columns, and how Doctrine names them without its underscore strategy. */
const SPELLINGS = {
  id: ['id'],
  accessKey: ['access_key_id', 'accessKeyId'],
  user: ['user_id', 'userId'],
  input: ['input_tokens', 'inputTokens'],
  write: ['cache_creation_input_tokens', 'cacheCreationInputTokens'],
  read: ['cache_read_input_tokens', 'cacheReadInputTokens'],
  output: ['output_tokens', 'outputTokens'],
  request: ['request_id', 'requestId'],
  model: ['model'],
  stop: ['stop_reason', 'stopReason'],
  time: ['occurTime', 'occur_time'],
  endpoint: ['endpoint'],
  feature: ['feature'],
} as const;

type Column = keyof typeof SPELLINGS;

const COLUMNS: ReadonlySet<string> = new Set(Object.values(SPELLINGS).flat());

/**
 * The tables of the Symfony bundle tourze/anthropic-token-usage-bundle. A call is a row of `access_key_usage`, and, if it has a
 * user, one of `user_usage` as well; `usage_statistics` holds sums of them. Its request ids are those of Anthropic's messages,
 * so that both rows join each other and what was captured live. Rows know totals only.
 */
export function symfony(options: SymfonyOptions): ImportSource {
  const { files, timeZone, accessKeys } = options;
  for (const file of files) tableOf(file);
  return {
    name: 'symfony',
    files,
    settings: { timeZone, accessKeys },
    read: (unchanged) =>
      readRowFiles(
        { files, columns: COLUMNS, readRow: (row, place) => readRow(row, place, options) },
        unchanged,
      ),
  };
}

const TABLES = ['access_key_usage', 'user_usage', 'usage_statistics'] as const;
type Table = (typeof TABLES)[number];

/** The first two tables have the same columns, so that only the name of the file distinguishes them. @throws ImportError */
function tableOf(file: string): Table {
  const named = TABLES.filter((table) => basename(file).includes(table));
  if (named.length === 1 && named[0]) return named[0];
  throw new ImportError(`${file} must be named after the table it holds: one of ${TABLES.join(', ')}.`);
}

function readRow(row: Row, place: Place, { timeZone, accessKeys }: SymfonyOptions): ImportItem {
  const table = tableOf(place.file);
  if (table === 'usage_statistics') return skipped(place, 'aggregate');
  const id = textIn(row, 'request');
  const ownId = textIn(row, 'id');
  if (id === undefined && table === 'user_usage' && textIn(row, 'accessKey') !== undefined) {
    return skipped(place, 'same_call_elsewhere');
  }
  const model = anthropicModel(textIn(row, 'model'));
  if (model === undefined) return skipped(place, 'not_anthropic');
  if (id === undefined && ownId === undefined) return skipped(place, 'no_identity');
  const occurredAt = instantOf(valueIn(row, 'time'), timeZone);
  if (occurredAt === undefined) return skipped(place, 'no_time');
  const counts = countsOf({
    input: valueIn(row, 'input'),
    output: valueIn(row, 'output'),
    write: valueIn(row, 'write'),
    read: valueIn(row, 'read'),
  });
  if (!counts) return skipped(place, 'invalid_figures');
  const key = mappedKey(accessKeys, valueIn(row, 'accessKey'));
  if (key === 'unmapped_key') return skipped(place, key);
  const userId = textIn(row, 'user');
  return {
    kind: 'record',
    place,
    joins: isMessageId(id) || isRequestId(id),
    record: {
      ...nameOf(id, table, ownId),
      occurredAt,
      model,
      detail: 'totals',
      ...key,
      ...(userId !== undefined && { userId }),
      ...withoutAbsent({ feature: textIn(row, 'feature'), endpoint: textIn(row, 'endpoint') }),
      ...withoutAbsent({ stopReason: textIn(row, 'stop') }),
      usage: usageOf(counts),
      ...plainLabels({ bundle_key: textIn(row, 'accessKey') }),
    },
  };
}

function nameOf(id: string | undefined, table: Table, ownId: string | undefined) {
  if (isMessageId(id)) return { messageId: id };
  if (isRequestId(id)) return { requestId: id };
  return { requestId: id === undefined ? `symfony:${table}:${ownId}` : `symfony:${id}` };
}

function usageOf(counts: {
  readonly input?: number;
  readonly output?: number;
  readonly write?: number;
  readonly read?: number;
}): ImportedRecord['usage'] {
  return {
    input_tokens: counts.input ?? 0,
    output_tokens: counts.output ?? 0,
    cache_creation_input_tokens: counts.write ?? 0,
    cache_read_input_tokens: counts.read ?? 0,
  };
}

function valueIn(row: Row, column: Column): unknown {
  return SPELLINGS[column].map((name) => row[name]).find((value) => value !== undefined);
}

function textIn(row: Row, column: Column): string | undefined {
  return textOf(valueIn(row, column));
}
