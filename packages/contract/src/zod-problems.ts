import type * as z from 'zod/mini';
import { CONTENT_REFUSED, isContentField } from './content-fields.ts';
import { knownNames } from './known-names.ts';
import { MAX_PROBLEMS_PER_DOCUMENT } from './limits.ts';
import { PROTO_REFUSED, type Problem, type ProblemCode, pointer, showValue } from './problem.ts';
import { similarName } from './similar-name.ts';

/** Unknown fields of one object that are compared with known ones: a thousand records may have a hundred each. */
const MAX_COMPARED = 20;

/** The issues of a failed parse, as in `error.issues`. */
type Issue = z.core.$ZodIssue;

/**
 * Every problem that a schema found in a document, at most one per message and place. The schemas' `error` says what is
 * allowed; this adds what was received. `hide` marks places whose text must not be repeated. An unknown field is answered with
 * the most similar one of `schemas`.
 */
export function toProblems(
  issues: readonly Issue[],
  document: unknown,
  prefix: string,
  hide: (path: readonly PropertyKey[]) => boolean = () => false,
  schemas: readonly z.core.$ZodType[] = [],
): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const issue of issues) {
    for (const problem of fromIssue(issue, document, prefix, hide(issue.path), schemas)) {
      const key = `${problem.path}\n${problem.message}`;
      if (!problems.has(key)) problems.set(key, problem);
    }
  }
  return [...problems.values()];
}

function fromIssue(
  issue: Issue,
  document: unknown,
  prefix: string,
  hidden: boolean,
  schemas: readonly z.core.$ZodType[],
): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = schemas.flatMap((schema) => knownNames(schema, issue.path));
    return issue.keys
      .slice(0, MAX_PROBLEMS_PER_DOCUMENT)
      .map((key, index) =>
        unknownField(pointer(prefix, [...issue.path, key]), key, index < MAX_COMPARED ? known : []),
      );
  }
  const path = pointer(prefix, issue.path);
  const value = valueAt(document, issue.path);
  if (issue.code === 'custom') {
    const code = customCode(issue);
    // A text that is too long is not repeated, only its length.
    const got =
      code === 'invalid_length' && typeof value === 'string' ? `; got ${value.length} characters` : '';
    return [{ path, code, message: issue.message + got }];
  }
  if (value === undefined) return [{ path, code: 'required', message: 'is required' }];
  const got = hidden && typeof value === 'string' ? 'a text' : showValue(value);
  return [{ path, code: codeOf(issue), message: `${allowed(issue)}; got ${got}` }];
}

/** A field whose name suggests content gets its own code. */
function unknownField(path: string, field: string, known: readonly string[]): Problem {
  if (isContentField(field)) return { path, code: 'content_refused', message: CONTENT_REFUSED };
  if (field === '__proto__') return { path, code: 'not_allowed', message: PROTO_REFUSED };
  const similar = similarName(field, known);
  const message = `is not a known field${similar === undefined ? '' : `. Did you mean ${similar}?`}`;
  return { path, code: 'unknown_field', message };
}

function allowed(issue: Issue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  return issue.message;
}

function codeOf(issue: Issue): ProblemCode {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'out_of_range' : 'wrong_type';
    case 'too_big':
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int' ? 'out_of_range' : 'invalid_length';
    case 'invalid_format':
      return 'invalid_format';
    case 'invalid_value':
      return 'not_allowed';
    default:
      return 'wrong_type';
  }
}

function customCode(issue: z.core.$ZodIssueCustom): ProblemCode {
  return (issue.params as { code?: ProblemCode } | undefined)?.code ?? 'not_allowed';
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined,
    document,
  );
}
