import { isJsonObject } from './json.ts';
import { MAX_ITERATIONS, MAX_METADATA_PAIRS, MAX_RECORD_FIELDS, MAX_USAGE_EVENTS } from './limits.ts';
import { tooManyPairs } from './metadata.ts';
import { type Problem, pointer } from './problem.ts';
import { usageEvents, withoutIterations, withoutSteps } from './stream-events.ts';

/*
 * How many things a record holds is checked before what they are: a schema collects a problem for each wrong one, and
 * 130,000 of them at once make it throw. What is too large is refused as a whole and taken out, so that everything else
 * that is wrong can still be reported beside it.
 */

export interface SizedRecord {
  /** Without what is too large; undefined if that is all of it. */
  readonly json: unknown;
  readonly problems: readonly Problem[];
}

type JsonObject = Readonly<Record<string, unknown>>;

export function withinSizes(json: unknown, path: string): SizedRecord {
  if (!isJsonObject(json)) return { json, problems: [] };
  const fields = Object.keys(json).length;
  if (fields > MAX_RECORD_FIELDS) {
    return {
      json: undefined,
      problems: [tooLarge(path, `must have at most ${MAX_RECORD_FIELDS} fields; got ${fields}`)],
    };
  }
  const problems: Problem[] = [];
  const refuse = (segments: readonly string[], message: string) =>
    problems.push(tooLarge(pointer(path, segments), message));

  let sized: JsonObject = json;
  const pairs = sizeOf(json['metadata']);
  if (pairs > MAX_METADATA_PAIRS) {
    refuse(['metadata'], tooManyPairs(pairs));
    sized = { ...sized, metadata: undefined };
  }
  if (hasTooManyIterations(json['usage'])) {
    refuse(['usage', 'iterations'], TOO_MANY_ITERATIONS);
    sized = { ...sized, usage: withoutIterations(json['usage']) };
  }
  const { message } = json;
  if (isJsonObject(message) && hasTooManyIterations(message['usage'])) {
    refuse(['message', 'usage', 'iterations'], TOO_MANY_ITERATIONS);
    sized = { ...sized, message: { ...message, usage: withoutIterations(message['usage']) } };
  }
  const { events } = json;
  if (Array.isArray(events)) {
    const read = usageEvents(events);
    const aboutUsage = read.filter((event) => event !== null);
    const isTooLong = aboutUsage.length > MAX_USAGE_EVENTS;
    if (isTooLong) {
      const message = `must have at most ${MAX_USAGE_EVENTS} events about usage; got ${aboutUsage.length}`;
      refuse(['events'], message);
    }
    const bounded = read.map((event, index) => {
      if (!hasTooManySteps(event)) return event;
      refuse(['events', String(index), 'usage', 'iterations'], TOO_MANY_ITERATIONS);
      return withoutSteps(event);
    });
    // The first ones still say which call it was.
    sized = { ...sized, events: isTooLong ? aboutUsage.slice(0, 1).map(withoutSteps) : bounded };
  }
  return { json: sized, problems };
}

const TOO_MANY_ITERATIONS = `must have at most ${MAX_ITERATIONS} entries`;

function sizeOf(value: unknown): number {
  return isJsonObject(value) ? Object.keys(value).length : 0;
}

function hasTooManySteps(event: unknown): boolean {
  if (!isJsonObject(event)) return false;
  const { message, usage } = event;
  return hasTooManyIterations(usage) || (isJsonObject(message) && hasTooManyIterations(message['usage']));
}

function hasTooManyIterations(usage: unknown): boolean {
  return (
    isJsonObject(usage) && Array.isArray(usage['iterations']) && usage['iterations'].length > MAX_ITERATIONS
  );
}

function tooLarge(path: string, message: string): Problem {
  return { path, code: 'invalid_length', message };
}
