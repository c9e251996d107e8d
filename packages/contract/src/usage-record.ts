import {
  fromAnthropicUsage,
  identify,
  type MergedStream,
  mergeStreamEvents,
  RECORD_DETAILS,
  RECORD_STATUSES,
  type ReportedUsage,
  withoutAbsent,
} from '@token-ledger/core';
import * as z from 'zod/mini';
import { anthropicMessageSchema, anthropicUsageSchema } from './anthropic-message.ts';
import { isJsonObject } from './json.ts';
import { withoutUnknownNames } from './known-fields.ts';
import { MAX_PROBLEMS_PER_RECORD } from './limits.ts';
import { metadataSchema } from './metadata.ts';
import { type Problem, pointer } from './problem.ts';
import { type RecordContext, relationProblems } from './record-relations.ts';
import { withinSizes } from './record-size.ts';
import { permissionProblems } from './reporter.ts';
import { presentEvents, streamEventsSchema, streamProblems } from './stream-events.ts';
import { unknownFigures } from './unknown-figures.ts';
import { count, instantOrMilliseconds, temperature } from './wire-number.ts';
import { listedName, name, requestId, shortText } from './wire-text.ts';
import { toProblems } from './zod-problems.ts';

/** Who may pay for a call: the organization that made it, or the customer behind the user profile that it named. */
const BILLED_TO = ['organization', 'user_profile'] as const;

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
    model: z.nullish(listedName()),
    feature: z.nullish(listedName()),
    endpoint: z.nullish(shortText()),
    stopReason: z.nullish(shortText()),
    temperature: z.nullish(temperature()),
    maxTokens: z.nullish(count()),
    status: z.nullish(z.enum(RECORD_STATUSES)),
    /** Who pays, as the request's `billing_policy` says: the organization that made the call unless told otherwise. */
    billedTo: z.nullish(z.enum(BILLED_TO)),
    /** `totals`: the counters are right, but what decides the price beside them is not known. */
    detail: z.nullish(z.enum(RECORD_DETAILS)),
    /** Anthropic's usage object, verbatim. */
    usage: z.nullish(anthropicUsageSchema),
    /** Or Anthropic's whole message, in place of `usage`, `model`, `stopReason` and, if it is not told, `requestId`. */
    message: z.nullish(anthropicMessageSchema),
    /** Or the events of a stream, in place of `usage`, `stopReason`, `status` and, with a `message_start`, `model`. */
    events: z.nullish(streamEventsSchema),
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
  const { json: sized, problems: sizes } = withinSizes(json, path);
  if (sized === undefined) return { ok: false, problems: sizes };
  const parsed = z.safeParse(usageRecordSchema, sized);
  const hide = context.problemsAreKept ? () => true : isMetadata;
  const problems = [
    ...sizes,
    ...(parsed.success ? [] : toProblems(parsed.error.issues, sized, path, hide)),
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
  const figures = isJsonObject(sized) ? unknownFigures(usageOf(sized)) : [];
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
  const accessKeyId = record.accessKeyId ?? context.reporter?.accessKeyId;
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
      detail: record.detail,
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
