import { PROBLEM_KINDS, type ProblemKindCode, problemDocument } from '../problem-document.ts';
import type { Route } from '../routes.ts';
import { header, REQUEST_ID } from './headers.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Operation } from './operation.ts';

/** Answers that many operations share, by the names that generated clients will use. */
const SHARED = {
  InvalidParameters: ['invalid_request'],
  InvalidBody: ['invalid_request', 'invalid_json', 'invalid_encoding'],
  Unauthorized: ['missing_credentials', 'invalid_credentials', 'expired_credentials', 'disabled_access_key'],
  Forbidden: ['insufficient_scope', 'insufficient_role'],
  BodyTooLarge: ['body_too_large', 'too_complex'],
  UnsupportedBody: ['unsupported_media_type', 'unsupported_content_encoding'],
  RateLimited: ['rate_limited'],
  InternalError: ['internal_error'],
} as const satisfies Readonly<Record<string, readonly ProblemKindCode[]>>;

const DENIAL_REASONS = [...SHARED.Unauthorized, ...SHARED.Forbidden, ...SHARED.RateLimited];
const BODY_PROBLEMS = [...SHARED.InvalidBody, ...SHARED.BodyTooLarge, ...SHARED.UnsupportedBody];

/** Every code that the answers of an operation can have. */
export function codesOf(
  route: Route,
  { problems = [], body, query }: Operation,
): ReadonlySet<ProblemKindCode> {
  return new Set<ProblemKindCode>([
    ...(query ? (['invalid_request'] as const) : []),
    ...(body ? BODY_PROBLEMS : []),
    ...(route.open ? [] : DENIAL_REASONS),
    ...problems,
    'internal_error',
  ]);
}

/** One answer per status, with every code it can have. */
export function problemAnswers(route: Route, operation: Operation): JsonSchema {
  const byStatus = Object.groupBy(codesOf(route, operation), (code) => String(PROBLEM_KINDS[code].status));
  return {
    // API Gateway throttles before the request reaches a function.
    ...(route.open && { 429: { description: 'Too many requests; API Gateway itself answers.' } }),
    ...Object.fromEntries(
      Object.entries(byStatus).map(([status, codes = []]) => [
        status,
        sharedAnswer(codes) ?? answerOf(codes),
      ]),
    ),
  };
}

/** The components that the answers refer to. */
export const PROBLEM_COMPONENTS = {
  responses: Object.fromEntries(Object.entries(SHARED).map(([name, codes]) => [name, answerOf(codes)])),
  examples: Object.fromEntries(
    Object.entries(PROBLEM_KINDS).map(([code, { title }]) => [
      code,
      { value: problemDocument(code as ProblemKindCode, { detail: title }, 'JKJaXmPLvHcESHA=') },
    ]),
  ),
};

function sharedAnswer(codes: readonly ProblemKindCode[]): JsonSchema | undefined {
  const [name] =
    Object.entries<readonly ProblemKindCode[]>(SHARED).find(
      ([, shared]) => shared.length === codes.length && shared.every((code) => codes.includes(code)),
    ) ?? [];
  return name === undefined ? undefined : { $ref: `#/components/responses/${name}` };
}

function answerOf(codes: readonly ProblemKindCode[]): JsonSchema {
  const waits = codes.some((code) => code === 'rate_limited' || code === 'not_stored');
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEM_KINDS[code].title}`).join('\n\n'),
    headers: {
      ...REQUEST_ID,
      ...(waits && { 'retry-after': header('The number of seconds to wait before the next attempt.') }),
    },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
      },
    },
  };
}
