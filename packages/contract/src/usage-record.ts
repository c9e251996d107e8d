import {
  fromAnthropicUsage,
  identify,
  RECORD_DETAILS,
  RECORD_STATUSES,
  type ReportedUsage,
  withoutAbsent,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { anthropicMessageSchema, anthropicUsageSchema } from './anthropic-message.ts';
import { isJsonObject } from './json.ts';
import { MAX_PROBLEMS_PER_RECORD } from './limits.ts';
import { metadataSchema } from './metadata.ts';
import type { Problem } from './problem.ts';
import { type RecordContext, relationProblems } from './record-relations.ts';
import { permissionProblems } from './reporter.ts';
import { unknownFigures } from './unknown-figures.ts';
import { count, instantOrMilliseconds, temperature } from './wire-number.ts';
import { name, requestId, shortText } from './wire-text.ts';
import { toProblems } from './zod-problems.ts';

/**
 * One record on the wire, the same in HTTP bodies, in messages of the queue and in the client. `null` is as good as
 * missing. Unknown fields are refused, so that nothing is lost, or kept, by a misspelling.
 */
export const usageRecordSchema = z.strictObject(
  {
    requestId: z.nullish(requestId()),
    /** The id of Anthropic's message, where `usage` is reported and not the whole `message`. */
    messageId: z.nullish(requestId()),
    occurredAt: z.nullish(instantOrMilliseconds()),
    accessKeyId: z.nullish(name()),
    userId: z.nullish(name()),
    model: z.nullish(shortText()),
    feature: z.nullish(name()),
    endpoint: z.nullish(shortText()),
    stopReason: z.nullish(shortText()),
    temperature: z.nullish(temperature()),
    maxTokens: z.nullish(count()),
    status: z.nullish(z.enum(RECORD_STATUSES)),
    /** `totals`: the counters are right, but what decides the price beside them is not known. */
    detail: z.nullish(z.enum(RECORD_DETAILS)),
    /** Anthropic's usage object, verbatim. */
    usage: z.nullish(anthropicUsageSchema),
    /** Or Anthropic's whole message, in place of `usage`, `model`, `stopReason` and, if it is not told, `requestId`. */
    message: z.nullish(anthropicMessageSchema),
    metadata: z.nullish(metadataSchema),
  },
  'must be an object',
);

export type { RecordContext };

/** A record as a producer may write it. */
export type UsageRecordInput = z.input<typeof usageRecordSchema>;

export type ParsedUsageRecord =
  | {
      readonly ok: true;
      readonly usage: ReportedUsage;
      /** Names of figures that are not known and therefore not counted; absent if there are none. */
      readonly unknownFigures?: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads one record of any origin. Never throws; tells every problem it has (the first 20, and how many more), each with
 * its path. What comes out holds no field that could carry content.
 */
export function parseUsageRecord(json: unknown, context: RecordContext = {}): ParsedUsageRecord {
  const path = context.path ?? '';
  const parsed = z.safeParse(usageRecordSchema, json);
  const problems = [
    ...(parsed.success ? [] : toProblems(parsed.error.issues, json, path, isMetadata)),
    ...(isJsonObject(json) ? relationProblems(json, context) : []),
    ...(isJsonObject(json) && context.reporter ? permissionProblems(json, context.reporter, path) : []),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: bounded(problems, path) };
  const figures = isJsonObject(json) ? unknownFigures(usageOf(json)) : [];
  return {
    ok: true,
    usage: toReportedUsage(parsed.data, context),
    ...(figures.length > 0 && { unknownFigures: figures }),
  };
}

function toReportedUsage(record: z.output<typeof usageRecordSchema>, context: RecordContext): ReportedUsage {
  const { message, occurredAt } = record;
  const accessKeyId = record.accessKeyId ?? context.reporter?.accessKeyId;
  // A gateway's own user has nothing to do with the usage it reports for other keys.
  const ownUserId = accessKeyId === context.reporter?.accessKeyId ? context.reporter?.userId : undefined;
  return {
    ...required(
      identify({
        requestId: record.requestId ?? undefined,
        messageId: message?.id ?? record.messageId ?? undefined,
        idempotency: context.idempotency,
      }),
    ),
    accessKeyId: required(accessKeyId),
    model: required(message?.model ?? record.model),
    status: record.status ?? 'ok',
    ...fromAnthropicUsage(required(message?.usage ?? record.usage)),
    ...withoutAbsent({
      occurredAtMs: typeof occurredAt === 'string' ? Date.parse(occurredAt) : occurredAt,
      userId: record.userId ?? ownUserId,
      detail: record.detail,
      feature: record.feature,
      endpoint: record.endpoint,
      stopReason: message?.stop_reason ?? record.stopReason,
      temperature: record.temperature,
      maxTokens: record.maxTokens,
      metadata: record.metadata,
    }),
  };
}

function usageOf({ message, usage }: Readonly<Record<string, unknown>>): unknown {
  return isJsonObject(message) ? message['usage'] : usage;
}

function isMetadata(path: readonly PropertyKey[]): boolean {
  return path[0] === 'metadata';
}

function bounded(problems: readonly Problem[], path: string): readonly Problem[] {
  const more = problems.length - MAX_PROBLEMS_PER_RECORD;
  if (more <= 0) return problems;
  return [
    ...problems.slice(0, MAX_PROBLEMS_PER_RECORD),
    { path, code: 'too_many_problems', message: `has ${more} more problems, which are not told` },
  ];
}

/** For what the schema and the relations between the fields have already made sure of. */
function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new TypeError('A record passed its checks without a required field.');
  return value;
}
