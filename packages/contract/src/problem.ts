import { iso } from '@token-ledger/core';
import * as z from 'zod/mini';
import { holdsSecret } from './secret-text.ts';

/** Everything that can be wrong with one field. A closed set: clients may switch on it. */
export const PROBLEM_CODES = [
  'required',
  'wrong_type',
  'out_of_range',
  'invalid_length',
  'invalid_characters',
  'invalid_format',
  /** Not one of the allowed values. */
  'not_allowed',
  /** `-` stands for "none" and cannot be an id or a feature; ids must not begin with `idem:`. */
  'reserved_value',
  'unknown_field',
  /** The field could carry prompt or answer text, or does, which the product never takes. */
  'content_refused',
  /** Holds what looks like an API key or another credential. */
  'secret_refused',
  /** Given twice, in two fields of which only one may be present. */
  'conflicting_fields',
  /** Two prices for one thing at one time. */
  'overlapping_days',
  /** Prices in an unusual order; `force` accepts them. */
  'unusual_order',
  /** Counters that contradict each other. */
  'inconsistent_counts',
  /** No field contains the request id. */
  'missing_identity',
  /** The caller may not report for this access key or user. */
  'not_permitted',
  /** Names an access key or user that is disabled. */
  'disabled',
  /** Occurred before the late limit. */
  'too_old',
  /** More tokens than the configured ceiling of one record. */
  'too_many_tokens',
  /** More is wrong with the record than is listed. */
  'too_many_problems',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One problem and its place. */
export const problemSchema = /* @__PURE__ */ z.object({
  /**
   * The place in the document, as a JSON pointer such as `/records/7/usage/input_tokens`; empty for the whole document.
   */
  path: z.string(),
  code: z.enum(PROBLEM_CODES),
  /** What is allowed, and what was received unless that could be content. */
  message: z.string(),
});
export type Problem = Readonly<z.infer<typeof problemSchema>>;

/**
 * A JSON pointer below `prefix`. A segment that could be content, because it is long or not a plain name, becomes `*`.
 */
export function pointer(prefix: string, segments: readonly PropertyKey[]): string {
  return [prefix, ...segments.map(showSegment)].join('/');
}

/**
 * Shows a value in a message if it is a number, or a word that may be an id. Other values are only described, so that
 * content in a wrong field is not repeated.
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

/** The problem of usage that names a disabled access key or user. */
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

/** The problem of usage that is too old to be counted. */
export function tooOldProblem(prefix: string, oldestAllowedMs: number): Problem {
  return {
    path: pointer(prefix, ['occurredAt']),
    code: 'too_old',
    message: `must not be before ${iso(oldestAllowedMs)}, the late limit when it was received`,
  };
}

/** JavaScript objects cannot carry a field of this name through, and dropping it unsaid would not be honest. */
export const PROTO_REFUSED = 'must not be the name of a field';
