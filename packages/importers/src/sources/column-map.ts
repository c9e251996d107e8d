import { readFile } from 'node:fs/promises';
import { isJsonObject, RECORD_STATUSES } from '@token-ledger/core';
import { CONVENTIONS, type Convention } from '../convention.ts';
import { ImportError } from '../errors.ts';
import { MAX_COLUMN_MAP_BYTES } from '../limits.ts';
import { isTimeZone } from '../read/instant.ts';
import { parseObject } from '../read/parse-object.ts';

/** Fields of a record that a column may have. */
export const MAPPED_FIELDS = [
  'requestId',
  'messageId',
  'occurredAt',
  'model',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheCreationTokens',
  'cacheCreation5mTokens',
  'cacheCreation1hTokens',
  'thinkingTokens',
  'webSearchRequests',
  'accessKeyId',
  'userId',
  'feature',
  'endpoint',
  'status',
  'stopReason',
  'serviceTier',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** How the columns of a file become the fields of records. */
export interface ColumnMap {
  /** Whether `inputTokens` counts the tokens of the cache, too. Never guessed: a wrong guess counts them twice, or not at all. */
  readonly convention: Convention;
  /** The column of each field. */
  readonly columns: Readonly<Partial<Record<MappedField, string>>>;
  /** What fields without a column are in every record. */
  readonly constants: Readonly<Partial<Record<MappedField, string>>>;
  /** Labels, and the column of each. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Of times without an offset. Default: UTC. */
  readonly timeZone: string;
  /** What the values of a column `accessKeyId` are in the ledger. Rows of others are skipped. Empty: they are ids of the ledger. */
  readonly accessKeys: Readonly<Record<string, string>>;
  /** What the values of a column `status` say. `ok`, `error` and `partial` say what they are. */
  readonly statuses: Readonly<Record<string, (typeof RECORD_STATUSES)[number]>>;
}

const PARTS = ['convention', 'columns', 'constants', 'metadata', 'timeZone', 'accessKeys', 'statuses'];
const CONSTANTS: readonly MappedField[] = [
  'model',
  'accessKeyId',
  'userId',
  'feature',
  'endpoint',
  'serviceTier',
];

/** Reads a column map from its JSON. @throws ImportError with all that is wrong with it */
export function parseColumnMap(json: unknown): ColumnMap {
  const map = isJsonObject(json) ? json : {};
  const problems = isJsonObject(json) ? [...problemsOf(map)] : ['it must be a JSON object'];
  if (problems.length > 0) {
    throw new ImportError(`The column map is not valid:\n${problems.map((text) => `  ${text}`).join('\n')}`);
  }
  return {
    convention: map['convention'] as Convention,
    columns: textsOf(map['columns']),
    constants: textsOf(map['constants']),
    metadata: textsOf(map['metadata']),
    timeZone: typeof map['timeZone'] === 'string' ? map['timeZone'] : 'UTC',
    accessKeys: textsOf(map['accessKeys']),
    statuses: textsOf(map['statuses']) as ColumnMap['statuses'],
  };
}

/** The column map in a file. @throws ImportError */
export async function readColumnMap(path: string): Promise<ColumnMap> {
  return parseColumnMap(await readMapFile(path));
}

/** The JSON of a map in a file. @throws ImportError */
export async function readMapFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new ImportError(`${path} cannot be read.`);
  if (bytes.length > MAX_COLUMN_MAP_BYTES) {
    throw new ImportError(
      `${path} has ${bytes.length} bytes; a map may have at most ${MAX_COLUMN_MAP_BYTES}.`,
    );
  }
  const json = parseObject(bytes);
  if (!json) throw new ImportError(`${path} is no JSON object.`);
  return json;
}

/** The part `accessKeys` of a map, for sources whose columns are known. @throws ImportError */
export function accessKeysOf(map: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const problems = [
    ...unknownNames('', map, ['accessKeys']),
    ...textProblems('accessKeys', map['accessKeys']),
  ];
  if (problems.length === 0) return textsOf(map['accessKeys']);
  throw new ImportError(
    `The map of access keys is not valid:\n${problems.map((text) => `  ${text}`).join('\n')}`,
  );
}

function* problemsOf(map: Readonly<Record<string, unknown>>): Generator<string> {
  yield* unknownNames('', map, PARTS);
  const { convention, columns, constants, metadata, timeZone, accessKeys, statuses } = map;
  if (!CONVENTIONS.some((known) => known === convention)) {
    yield 'convention is required: "exclusive" if inputTokens leaves out the tokens of the cache, as Anthropic does, or "inclusive" if it counts them, as OpenAI and OpenTelemetry do';
  }
  const parts = { columns, constants, metadata, accessKeys, statuses };
  for (const [name, part] of Object.entries(parts)) yield* textProblems(name, part);
  if (timeZone !== undefined && (typeof timeZone !== 'string' || !isTimeZone(timeZone))) {
    yield 'timeZone must be an IANA name such as Europe/Berlin';
  }
  yield* unknownNames('columns.', columns, MAPPED_FIELDS);
  yield* unknownNames('constants.', constants, CONSTANTS);
  const has = (field: MappedField) => [columns, constants].some((part) => isJsonObject(part) && part[field]);
  if (!has('requestId') && !has('messageId')) {
    yield 'columns must name requestId or messageId: without a name, a call would count again with each import';
  }
  for (const field of ['occurredAt', 'model', 'inputTokens', 'outputTokens'] as const) {
    if (!has(field)) yield `columns must name ${field}`;
  }
  const values = isJsonObject(statuses) ? Object.values(statuses) : [];
  if (values.some((value) => !RECORD_STATUSES.some((status) => status === value))) {
    yield `statuses must lead to one of ${RECORD_STATUSES.join(', ')}`;
  }
}

function* unknownNames(prefix: string, object: unknown, known: readonly string[]): Generator<string> {
  if (!isJsonObject(object)) return;
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) yield `${prefix}${name} is not known; it may have ${known.join(', ')}`;
  }
}

function* textProblems(name: string, part: unknown): Generator<string> {
  if (part === undefined) return;
  const isTexts =
    isJsonObject(part) && Object.values(part).every((text) => typeof text === 'string' && text !== '');
  if (!isTexts) yield `${name} must be an object of texts`;
}

function textsOf(part: unknown): Readonly<Record<string, string>> {
  return isJsonObject(part) ? (part as Readonly<Record<string, string>>) : {};
}
