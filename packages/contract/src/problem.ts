import * as z from 'zod/mini';
import { holdsSecret } from './secret-text.ts';

/** What can be wrong with one field. A closed set: clients may switch on it. */
export const PROBLEM_CODES = [
  'required',
  'wrong_type',
  'out_of_range',
  'invalid_length',
  'invalid_characters',
  'invalid_format',
  /** Not one of the values that are allowed. */
  'not_allowed',
  /** `-` stands for "none" and cannot be an id or a feature; ids must not begin with `idem:`. */
  'reserved_value',
  'unknown_field',
  /** The field could carry prompt or answer text, or does, which the product never takes. */
  'content_refused',
  /** Holds what looks like an API key or another credential. */
  'secret_refused',
  /** Said twice, in two fields of which only one may be there. */
  'conflicting_fields',
  /** Two prices for one thing at one time. */
  'overlapping_days',
  /** Prices out of the order they usually have; `force` accepts them. */
  'unusual_order',
  /** Counters that contradict each other. */
  'inconsistent_counts',
  /** Nothing tells the request id. */
  'missing_identity',
  /** The caller may not report for this access key or user. */
  'not_permitted',
  /** Names an access key or user that is disabled. */
  'disabled',
  /** Occurred before the late limit. */
  'too_old',
  /** More tokens than the configured ceiling of one record. */
  'too_many_tokens',
  /** More is wrong with the record than is told. */
  'too_many_problems',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One thing that is wrong, and where. */
export const problemSchema = z.object({
  /** Where in the document, as a JSON pointer such as `/records/7/usage/input_tokens`; empty for the whole of it. */
  path: z.string(),
  code: z.enum(PROBLEM_CODES),
  /** What is allowed, and what was got unless that could be content. */
  message: z.string(),
});
export type Problem = Readonly<z.infer<typeof problemSchema>>;

/** A JSON pointer below `prefix`. A segment that could be content, being long or no plain name, is shown as `*`. */
export function pointer(prefix: string, segments: readonly PropertyKey[]): string {
  return [prefix, ...segments.map(showSegment)].join('/');
}

/**
 * A value in a message: numbers, and words that may be an id. Anything else is only described, so that content that was
 * put into a wrong field never travels further.
 */
export function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string')
    return isPlainWord(value) ? `'${value}'` : `a text of ${value.length} characters`;
  return Array.isArray(value) ? 'a list' : 'an object';
}

function showSegment(segment: PropertyKey): string {
  const text = String(segment);
  return isPlainWord(text) ? text : '*';
}

function isPlainWord(text: string): boolean {
  return /^[\w.:+-]{1,64}$/.test(text) && !holdsSecret(text);
}

/** Told wherever usage names an access key or user that is disabled. */
export function disabledProblem(prefix: string, field: 'accessKeyId' | 'userId'): Problem {
  const what = field === 'userId' ? 'a user' : 'an access key';
  return {
    path: pointer(prefix, [field]),
    code: 'disabled',
    message: `must not name ${what} that is disabled`,
  };
}

/** The problem of usage that is more than one call can have used. */
export function tooManyTokensProblem(prefix: string, tokens: number, maxTokens: number): Problem {
  return {
    path: pointer(prefix, ['usage']),
    code: 'too_many_tokens',
    message: `must have at most ${maxTokens} tokens, those of its iterations included; got ${tokens}`,
  };
}

/** Told wherever usage is judged too old to be counted. */
export function tooOldProblem(prefix: string, oldestAllowedMs: number): Problem {
  return {
    path: pointer(prefix, ['occurredAt']),
    code: 'too_old',
    message: `must not be before ${new Date(oldestAllowedMs).toISOString()}, the late limit when it was received`,
  };
}

/** JavaScript objects cannot carry a field of this name through, and dropping it unsaid would not be honest. */
export const PROTO_REFUSED = 'must not be the name of a field';
