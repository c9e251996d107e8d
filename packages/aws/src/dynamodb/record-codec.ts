import {
  type NamedSource,
  NO_TOKENS,
  RECORD_STATUSES,
  TOKEN_KINDS,
  type TokenCounts,
  type UsageIteration,
  type UsageRecord,
} from '@token-ledger/core';
import {
  ITERATION_ATTRIBUTES,
  RECORD_ATTRIBUTES,
  SOURCE_CODES,
  TOKEN_ATTRIBUTES,
} from './attribute-names.ts';
import { CorruptDataError, type Row } from './packed-rows.ts';

/*
 * A usage record as a flat row of texts and numbers under short names: an item of the records table as it is, a row of
 * a segment. What has its usual value (no tokens, status `ok`) is left out. Iterations and metadata are JSON texts: rows
 * stay flat, and a metadata key such as `__proto__` survives.
 */

const REQUIRED_FIELDS = ['requestId', 'occurredAtMs', 'receivedAtMs', 'accessKeyId', 'model'] as const;

/** What one attribute says about the time: written since ever for either reason, and since then for a missing time. */
const CLOCK_CLAMPED = 1;
const TIME_MISSING = 2;

/** The fields stored as they are, and what they must be when they are read back. */
const PLAIN_FIELDS = {
  requestId: 'string',
  occurredAtMs: 'number',
  receivedAtMs: 'number',
  accessKeyId: 'string',
  userId: 'string',
  model: 'string',
  feature: 'string',
  endpoint: 'string',
  stopReason: 'string',
  temperature: 'number',
  maxTokens: 'number',
  serviceTier: 'string',
  inferenceGeo: 'string',
  speed: 'string',
  thinkingTokens: 'number',
  webSearchRequests: 'number',
  webFetchRequests: 'number',
  fallbackCredit: 'string',
  billedTo: 'string',
  otherName: 'string',
  detail: 'string',
  revision: 'number',
  mergedInto: 'string',
  collectedBy: 'string',
} as const satisfies Record<PlainField, 'string' | 'number'>;

type PlainField = Exclude<
  keyof UsageRecord,
  | 'tokens'
  | 'status'
  | 'source'
  | 'iterations'
  | 'metadata'
  | 'clockClamped'
  | 'timeMissing'
  | 'userNamedLater'
>;

const plainFields = (Object.keys(PLAIN_FIELDS) as PlainField[]).map((field) => ({
  field,
  attribute: RECORD_ATTRIBUTES[field],
  type: PLAIN_FIELDS[field],
}));

export function encodeRecord(record: UsageRecord): Row {
  const { status, source, iterations, metadata, clockClamped, timeMissing, userNamedLater } = record;
  const row: Row = {};
  for (const { field, attribute } of plainFields) {
    const value = record[field];
    if (value !== undefined) row[attribute] = value;
  }
  Object.assign(row, encodeTokens(record.tokens));
  if (status !== 'ok') row[RECORD_ATTRIBUTES.status] = status;
  if (source !== undefined) row[RECORD_ATTRIBUTES.source] = SOURCE_CODES[source];
  if (iterations) row[RECORD_ATTRIBUTES.iterations] = JSON.stringify(iterations.map(encodeIteration));
  if (metadata) row[RECORD_ATTRIBUTES.metadata] = JSON.stringify(metadata);
  if (clockClamped !== undefined)
    row[RECORD_ATTRIBUTES.clockClamped] = timeMissing ? TIME_MISSING : Number(clockClamped);
  if (userNamedLater !== undefined) row[RECORD_ATTRIBUTES.userNamedLater] = Number(userNamedLater);
  return row;
}

/** Ignores attributes it does not know. @throws CorruptDataError */
export function decodeRecord(row: Readonly<Record<string, unknown>>): UsageRecord {
  const record: Record<string, unknown> = {};
  for (const { field, attribute, type } of plainFields) {
    const value = row[attribute];
    if (value === undefined) continue;
    if (typeof value !== type) throw corrupt(attribute);
    record[field] = value;
  }
  for (const field of REQUIRED_FIELDS)
    if (record[field] === undefined) throw corrupt(RECORD_ATTRIBUTES[field]);
  record['tokens'] = decodeTokens(row);
  record['status'] = decodeStatus(row[RECORD_ATTRIBUTES.status] ?? 'ok');
  // A code that only a later version knows is not worth refusing the record, whose figures it does not change.
  const source = SOURCES.get(row[RECORD_ATTRIBUTES.source]);
  if (source !== undefined) record['source'] = source;
  const iterations = row[RECORD_ATTRIBUTES.iterations];
  if (iterations !== undefined) record['iterations'] = decodeIterations(iterations);
  const metadata = row[RECORD_ATTRIBUTES.metadata];
  if (metadata !== undefined) record['metadata'] = decodeMetadata(metadata);
  const clockClamped = row[RECORD_ATTRIBUTES.clockClamped];
  if (clockClamped !== undefined)
    record['clockClamped'] = clockClamped === CLOCK_CLAMPED || clockClamped === TIME_MISSING;
  if (clockClamped === TIME_MISSING) record['timeMissing'] = true;
  const userNamedLater = row[RECORD_ATTRIBUTES.userNamedLater];
  if (userNamedLater !== undefined) record['userNamedLater'] = userNamedLater === 1;
  return record as unknown as UsageRecord;
}

function encodeTokens(tokens: TokenCounts): Row {
  const row: Row = {};
  for (const kind of TOKEN_KINDS) if (tokens[kind] !== 0) row[TOKEN_ATTRIBUTES[kind]] = tokens[kind];
  return row;
}

function decodeTokens(row: Readonly<Record<string, unknown>>): TokenCounts {
  const tokens: Record<keyof TokenCounts, number> = { ...NO_TOKENS };
  for (const kind of TOKEN_KINDS) {
    const value = row[TOKEN_ATTRIBUTES[kind]] ?? 0;
    if (typeof value !== 'number') throw corrupt(TOKEN_ATTRIBUTES[kind]);
    tokens[kind] = value;
  }
  return tokens;
}

function decodeStatus(status: unknown): UsageRecord['status'] {
  const known = RECORD_STATUSES.find((candidate) => candidate === status);
  if (known === undefined) throw corrupt(RECORD_ATTRIBUTES.status);
  return known;
}

const SOURCES = new Map<unknown, NamedSource>(
  (Object.keys(SOURCE_CODES) as NamedSource[]).map((source) => [SOURCE_CODES[source], source]),
);

function encodeIteration({ type, model, tokens }: UsageIteration): Row {
  return {
    [ITERATION_ATTRIBUTES.type]: type,
    ...(model === undefined ? {} : { [ITERATION_ATTRIBUTES.model]: model }),
    ...encodeTokens(tokens),
  };
}

function decodeIterations(json: unknown): readonly UsageIteration[] {
  const rows = parse(json, RECORD_ATTRIBUTES.iterations);
  if (!Array.isArray(rows)) throw corrupt(RECORD_ATTRIBUTES.iterations);
  return rows.map((row: Readonly<Record<string, unknown>>) => {
    const type = row[ITERATION_ATTRIBUTES.type];
    const model = row[ITERATION_ATTRIBUTES.model];
    if (typeof type !== 'string' || (model !== undefined && typeof model !== 'string')) {
      throw corrupt(RECORD_ATTRIBUTES.iterations);
    }
    return { type, ...(model === undefined ? {} : { model }), tokens: decodeTokens(row) };
  });
}

function decodeMetadata(json: unknown): Readonly<Record<string, string>> {
  const metadata = parse(json, RECORD_ATTRIBUTES.metadata);
  const texts = Object.values(metadata).every((value) => typeof value === 'string');
  if (Array.isArray(metadata) || !texts) throw corrupt(RECORD_ATTRIBUTES.metadata);
  return metadata as Record<string, string>;
}

function parse(json: unknown, attribute: string): object {
  try {
    const value: unknown = JSON.parse(json as string);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Reported below without the text itself, which may be anything.
  }
  throw corrupt(attribute);
}

function corrupt(attribute: string): CorruptDataError {
  return new CorruptDataError(`Attribute ${attribute} of a stored record is missing or not of its type.`);
}
