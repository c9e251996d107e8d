import type { ShownRecord } from '../access/shown-records.ts';
import { formatNanoDollars } from '../pricing/money.ts';
import type { RecordCost } from '../pricing/record-cost.ts';
import { iso } from '../time/clock.ts';
import { sourceOf } from '../usage/source.ts';
import { effectiveTokens, type TokenCounts, totalTokens } from '../usage/token-counts.ts';
import type { ColumnOf } from './column.ts';

/** A record, as the file shows it, what of it is billed, and what it cost by the prices of its hour. */
export interface PricedRecord {
  readonly record: ShownRecord;
  /** Those that are billed. */
  readonly tokens: TokenCounts;
  readonly cost: RecordCost;
}

/** Every column of record files, in the default order. */
export const RECORD_COLUMNS = {
  requestId: text(({ requestId }) => requestId),
  occurredAt: { kind: 'instant', value: ({ record }) => iso(record.occurredAtMs) },
  receivedAt: { kind: 'instant', value: ({ record }) => iso(record.receivedAtMs) },
  accessKeyId: text(({ accessKeyId }) => accessKeyId),
  accessKeyName: text(({ accessKeyName }) => accessKeyName),
  userId: text(({ userId }) => userId),
  userName: text(({ userName }) => userName),
  model: text(({ model }) => model),
  feature: text(({ feature }) => feature),
  status: text(({ status }) => status),
  endpoint: text(({ endpoint }) => endpoint),
  stopReason: text(({ stopReason }) => stopReason),
  serviceTier: text(({ serviceTier }) => serviceTier),
  inferenceGeo: text(({ inferenceGeo }) => inferenceGeo),
  speed: text(({ speed }) => speed),
  temperature: { kind: 'decimal', value: ({ record }) => record.temperature },
  maxTokens: integer(({ maxTokens }) => maxTokens),
  inputTokens: billed(({ input }) => input),
  outputTokens: billed(({ output }) => output),
  cacheCreation5mTokens: billed(({ cacheCreation5m }) => cacheCreation5m),
  cacheCreation1hTokens: billed(({ cacheCreation1h }) => cacheCreation1h),
  cacheCreationUnattributedTokens: billed(({ cacheCreationUnattributed }) => cacheCreationUnattributed),
  cacheReadTokens: billed(({ cacheRead }) => cacheRead),
  totalTokens: billed(totalTokens),
  effectiveTokens: billed(effectiveTokens),
  /** By the counters of the response alone. */
  reportedTokens: integer(({ tokens }) => totalTokens(tokens)),
  thinkingTokens: integer(({ thinkingTokens }) => thinkingTokens),
  webSearchRequests: integer(({ webSearchRequests }) => webSearchRequests),
  webFetchRequests: integer(({ webFetchRequests }) => webFetchRequests),
  fallbackCredit: text(({ fallbackCredit }) => fallbackCredit),
  billedTo: text(({ billedTo }) => billedTo),
  costUsd: { kind: 'decimal', value: ({ cost }) => formatNanoDollars(cost.netNanoDollars) },
  listCostUsd: { kind: 'decimal', value: ({ cost }) => formatNanoDollars(cost.listNanoDollars) },
  unpriced: { kind: 'boolean', value: ({ cost }) => cost.unpriced },
  uncertain: { kind: 'boolean', value: ({ cost }) => cost.uncertain },
  metadata: text(({ metadata }) => metadata && JSON.stringify(metadata)),
  source: text(sourceOf),
} as const satisfies Record<string, ColumnOf<PricedRecord>>;

export type RecordField = keyof typeof RECORD_COLUMNS;
export const RECORD_FIELDS = Object.keys(RECORD_COLUMNS) as [RecordField, ...RecordField[]];
/** Columns that are included only on request: names may change, and need a lookup. */
export const RECORD_NAME_FIELDS: readonly RecordField[] = ['accessKeyName', 'userName'];
/** The columns of a file for which none are requested. */
export const DEFAULT_RECORD_FIELDS = RECORD_FIELDS.filter((field) => !RECORD_NAME_FIELDS.includes(field));

function text(value: (record: ShownRecord) => string | undefined): ColumnOf<PricedRecord> {
  return { kind: 'text', value: ({ record }) => value(record) };
}

function billed(value: (tokens: TokenCounts) => number): ColumnOf<PricedRecord> {
  return { kind: 'integer', value: ({ tokens }) => value(tokens) };
}

function integer(value: (record: ShownRecord) => number | undefined): ColumnOf<PricedRecord> {
  return { kind: 'integer', value: ({ record }) => value(record) };
}
