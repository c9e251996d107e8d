import {
  fromAnthropicUsage,
  identify,
  isThin,
  type MergedStream,
  mergeStreamEvents,
  namedSource,
  type ReportedUsage,
  withoutAbsent,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { isJsonObject } from './json.ts';
import { withoutUnknownNames } from './known-fields.ts';
import { MAX_PROBLEMS_PER_RECORD } from './limits.ts';
import { type Problem, pointer } from './problem.ts';
import { type RecordContext, relationProblems } from './record-relations.ts';
import { withinSizes } from './record-size.ts';
import { permissionProblems } from './reporter.ts';
import { presentEvents, streamProblems } from './stream-events.ts';
import { unknownFigures } from './unknown-figures.ts';
import { usageRecordSchema } from './usage-record-schema.ts';
import { toProblems } from './zod-problems.ts';

export type { RecordContext };

export type ParsedUsageRecord =
  | {
      readonly ok: true;
      readonly usage: ReportedUsage;
      /** Names of figures that are not known and therefore not counted; absent if there are none. */
      readonly unknownFigures?: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads one record of any origin. Never throws; reports every problem (the first 20, and how many more), each with its
 * path. What comes out holds no field that could carry content.
 */
export function parseUsageRecord(json: unknown, context: RecordContext = {}): ParsedUsageRecord {
  const path = context.path ?? '';
  const { json: sized, problems: sizes } = withinSizes(json, path);
  if (sized === undefined) return { ok: false, problems: sizes };
  const parsed = z.safeParse(usageRecordSchema, sized);
  const hide = context.problemsAreKept ? () => true : isMetadata;
  const problems = [
    ...sizes,
    ...(parsed.success ? [] : toProblems(parsed.error.issues, sized, path, hide, [usageRecordSchema])),
    ...(isJsonObject(sized) ? relationProblems(sized, context) : []),
    ...(parsed.success && parsed.data.events
      ? streamProblems(parsed.data.events, pointer(path, ['events']))
      : []),
    ...(isJsonObject(sized) && context.reporter ? permissionProblems(sized, context.reporter, path) : []),
  ];
  if (!parsed.success || problems.length > 0) {
    const shown = context.problemsAreKept ? withoutUnknownNames(problems, path) : problems;
    return { ok: false, problems: bounded(shown, path) };
  }
  const figures = isJsonObject(sized) ? unknownFigures(...usagesOf(sized)) : [];
  return {
    ok: true,
    usage: toReportedUsage(parsed.data, context),
    ...(figures.length > 0 && { unknownFigures: figures }),
  };
}

type ParsedRecord = z.output<typeof usageRecordSchema>;

/** What the record says about the call itself, in whichever form it says it. */
function callOf({ message, events, usage, model, stopReason, status }: ParsedRecord): MergedStream {
  if (message) {
    const { id, usage: figures, stop_reason } = message;
    const names = withoutAbsent({ messageId: id, stopReason: stop_reason });
    return { ...names, model: message.model, usage: figures, status: status ?? 'ok' };
  }
  const fields = withoutAbsent({ usage, model, stopReason });
  return events
    ? { ...fields, ...mergeStreamEvents(presentEvents(events)) }
    : { ...fields, status: status ?? 'ok' };
}

function toReportedUsage(record: ParsedRecord, context: RecordContext): ReportedUsage {
  const { occurredAt } = record;
  const call = callOf(record);
  const source = namedSource(record.source);
  const accessKeyId = record.accessKeyId ?? context.reporter?.accessKeyId ?? context.defaultAccessKeyId;
  // A gateway's own user has nothing to do with the usage it reports for other keys.
  const ownUserId = accessKeyId === context.reporter?.accessKeyId ? context.reporter?.userId : undefined;
  return {
    ...required(
      identify({
        requestId: record.requestId ?? undefined,
        messageId: call.messageId ?? record.messageId ?? undefined,
        idempotency: context.idempotency,
      }),
    ),
    accessKeyId: required(accessKeyId),
    model: required(call.model),
    status: call.status,
    // Nothing is known to have been used by a failed call that is reported without usage.
    ...fromAnthropicUsage(call.usage ?? {}),
    ...withoutAbsent({
      occurredAtMs: typeof occurredAt === 'string' ? Date.parse(occurredAt) : occurredAt,
      userId: record.userId ?? ownUserId,
      detail: source && isThin(source) ? 'totals' : record.detail,
      source,
      feature: record.feature,
      endpoint: record.endpoint,
      stopReason: call.stopReason,
      temperature: record.temperature,
      maxTokens: record.maxTokens,
      metadata: record.metadata,
      billedTo: record.billedTo === 'user_profile' ? record.billedTo : undefined,
    }),
  };
}

/** The usage objects of a record: its own, that of its message, and those of its events. */
function usagesOf({ usage, message, events }: Readonly<Record<string, unknown>>): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  const holders = [
    message,
    ...list.flatMap((event) => (isJsonObject(event) ? [event, event['message']] : [])),
  ];
  return [usage, ...holders.filter(isJsonObject).map((holder) => holder['usage'])];
}

function isMetadata(path: readonly PropertyKey[]): boolean {
  return path[0] === 'metadata';
}

function bounded(problems: readonly Problem[], path: string): readonly Problem[] {
  const more = problems.length - MAX_PROBLEMS_PER_RECORD;
  if (more <= 0) return problems;
  return [
    ...problems.slice(0, MAX_PROBLEMS_PER_RECORD),
    { path, code: 'too_many_problems', message: `has ${more} more problems` },
  ];
}

/** For what the schema and the relations between the fields have already made sure of. */
function required<T>(value: T | null | undefined): T {
  if (value === null || value === undefined)
    throw new TypeError('A record passed its checks without a required field.');
  return value;
}
