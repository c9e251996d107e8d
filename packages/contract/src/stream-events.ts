import { mergeStreamEvents, type StreamEvent, USAGE_EVENTS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { anthropicMessageSchema, anthropicUsageSchema } from './anthropic-message.ts';
import { isJsonObject } from './json.ts';
import { type Problem, pointer } from './problem.ts';
import { usageRelationProblems } from './usage-relations.ts';
import { shortText } from './wire-text.ts';

/*
 * The events of one stream as they came, in place of a usage object: the JSON of each `data:` line. Only those about usage
 * are read; events of content are dropped before anything else looks at them, and what else an event holds by parsing it.
 */

const streamEvent = z.object(
  {
    type: shortText(),
    message: z.nullish(anthropicMessageSchema),
    delta: z.nullish(z.object({ stop_reason: z.nullish(shortText()) }, 'must be an object')),
    usage: z.nullish(anthropicUsageSchema),
  },
  'must be an object',
);

/** In the places of events that are not about usage there is null. */
export const streamEventsSchema = z.array(z.nullish(streamEvent), 'must be a list');

const USAGE_TYPES: ReadonlySet<unknown> = new Set(USAGE_EVENTS);

/**
 * The events of a stream with null in place of those that say nothing about usage, and with iterations only where they can
 * count: a list replaces those before it. Checked as well, a thousand of them have too many problems to be collected at once.
 */
export function usageEvents(events: readonly unknown[]): readonly unknown[] {
  const read = events.map((event) => {
    if (!isJsonObject(event) || typeof event['type'] !== 'string') return event;
    return USAGE_TYPES.has(event['type']) ? withoutDelta(event) : null;
  });
  const start = read.findIndex((event) => isJsonObject(event) && event['type'] === 'message_start');
  const last = read.findLastIndex(
    (event) => isJsonObject(event) && event['type'] === 'message_delta' && hasIterations(event['usage']),
  );
  return read.map((event, index) => (index === start || index === last ? event : withoutSteps(event)));
}

function hasIterations(usage: unknown): boolean {
  return isJsonObject(usage) && Array.isArray(usage['iterations']);
}

/** An event without the iterations of its usage, and of that of its message. */
export function withoutSteps(event: unknown): unknown {
  if (!isJsonObject(event)) return event;
  const { message, usage } = event;
  return {
    ...event,
    ...(hasIterations(usage) && { usage: withoutIterations(usage) }),
    ...(isJsonObject(message) &&
      hasIterations(message['usage']) && {
        message: { ...message, usage: withoutIterations(message['usage']) },
      }),
  };
}

export function withoutIterations(usage: unknown): unknown {
  return isJsonObject(usage) ? { ...usage, iterations: undefined } : usage;
}

/** The `delta` of events other than `message_delta` is content. */
function withoutDelta(event: Readonly<Record<string, unknown>>): unknown {
  return event['type'] === 'message_delta' ? event : { ...event, delta: undefined };
}

export function presentEvents(events: z.output<typeof streamEventsSchema>): readonly StreamEvent[] {
  return events.filter((event) => event !== null && event !== undefined);
}

/** The `message_start` among events as they came. */
export function startsAmong(events: unknown): readonly Readonly<Record<string, unknown>>[] {
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  return list.filter(isJsonObject).filter(({ type }) => type === 'message_start');
}

/** What is wrong with a stream whose events are each as they must be. */
export function streamProblems(
  events: z.output<typeof streamEventsSchema>,
  path: string,
): readonly Problem[] {
  const problems: Problem[] = [];
  const starts = [...events.entries()].filter(([, event]) => event?.type === 'message_start');
  for (const [index, start] of starts) {
    if (start?.message) continue;
    const message = 'is required in a message_start';
    problems.push({ path: pointer(path, [index, 'message']), code: 'required', message });
  }
  for (const [index] of starts.slice(1)) {
    const message = 'must be the only message_start: a record is about one stream';
    problems.push({ path: pointer(path, [index]), code: 'not_allowed', message });
  }
  const { usage, status } = mergeStreamEvents(presentEvents(events));
  if (usage) return [...problems, ...usageRelationProblems(usage, path)];
  if (status === 'error') return problems;
  const message = 'must have an event with usage, or an error';
  return [...problems, { path, code: 'required', message }];
}
