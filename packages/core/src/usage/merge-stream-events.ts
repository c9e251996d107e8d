import { withoutAbsent } from '../util/without-absent.ts';
import type { AnthropicUsage } from './anthropic-usage.ts';
import type { RecordStatus } from './record.ts';

/*
 * One record of the events of a stream. Anthropic reports usage several times in a stream, each time as totals so far:
 * `message_start` has every field, with placeholders for what is not known yet; each `message_delta` repeats the counters
 * it knows by then. So a later value replaces an earlier one, an absent or null one replaces nothing, and nothing is ever
 * added up. What only `message_start` reports, such as the split of cache writes by time-to-live, stays as it is.
 */

type Optional<T> = T | null | undefined;

/** What is read of an event of a stream; everything else it holds, content above all, is not looked at. */
export interface StreamEvent {
  readonly type: string;
  /** Of `message_start`. */
  readonly message?: Optional<{
    readonly id?: Optional<string>;
    readonly model: string;
    readonly stop_reason?: Optional<string>;
    readonly usage: AnthropicUsage;
  }>;
  /** Of `message_delta`. */
  readonly delta?: Optional<{ readonly stop_reason?: Optional<string> }>;
  readonly usage?: Optional<AnthropicUsage>;
}

/** The events that say something about usage or how the stream ended. */
export const USAGE_EVENTS = ['message_start', 'message_delta', 'message_stop', 'error'] as const;

export interface MergedStream {
  readonly messageId?: string;
  readonly model?: string;
  readonly stopReason?: string;
  /** Absent if no event reported any. */
  readonly usage?: AnthropicUsage;
  /**
   * `ok` after `message_stop`. A stream that failed before it reported any usage is an `error`; any other that ends without
   * `message_stop` is `partial`: more was perhaps used than was reported.
   */
  readonly status: RecordStatus;
}

/** Merges the events of one stream, in the order in which they came. */
export function mergeStreamEvents(events: readonly StreamEvent[]): MergedStream {
  const has = (type: (typeof USAGE_EVENTS)[number]) => events.some((event) => event.type === type);
  const start = events.find(({ type }) => type === 'message_start')?.message;
  const deltas = events.filter(({ type }) => type === 'message_delta');
  const reports = [start?.usage, ...deltas.map(({ usage }) => usage)].filter(isPresent);
  const stopReasons = [start?.stop_reason, ...deltas.map(({ delta }) => delta?.stop_reason)];
  const usage = reports.length > 0 ? reports.reduce(replaced, {}) : undefined;
  return {
    status: has('message_stop') ? 'ok' : !usage && has('error') ? 'error' : 'partial',
    ...withoutAbsent({
      messageId: start?.id,
      model: start?.model,
      stopReason: stopReasons.findLast(isPresent),
      usage,
    }),
  };
}

/** The earlier values, save those that a later report has too. Objects are replaced field by field, lists as a whole. */
function replaced<T extends object>(earlier: T, later: T): T {
  const merged = { ...earlier } as Record<string, unknown>;
  for (const [field, value] of Object.entries(later)) {
    if (!isPresent(value)) continue;
    const before = merged[field];
    merged[field] = isObject(before) && isObject(value) ? replaced(before, value) : value;
  }
  return merged as T;
}

function isPresent<T>(value: T): value is NonNullable<T> {
  return value !== null && value !== undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
