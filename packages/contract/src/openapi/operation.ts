import type * as z from 'zod/mini';
import type { ProblemKindCode } from '../problem-document.ts';
import type { RouteName } from '../routes.ts';

/** The groups of the reference, in its order. */
export const TAGS = {
  Usage: 'Report the usage of Anthropic API calls.',
  Telemetry: 'Report usage as OpenTelemetry (OTLP over HTTP).',
  Statistics: 'Usage and cost by time, by consumer and in total.',
  Records: 'Single calls, while they are kept.',
  Exports: 'Usage as files.',
  Reports: 'Saved exports that run on a schedule and are delivered.',
  Prices: 'List prices and overrides.',
  Budgets: 'Alerts when spending reaches a share of an amount.',
  Access: 'Access keys, users and the audit log.',
  Operations: 'Health, quality, roll-up and rebuilds.',
  'Failed messages': 'Dead letters and quarantined records: list, retry, delete.',
  Reference: 'The OpenAPI document.',
} as const;
type Tag = keyof typeof TAGS;

/** The description of one route, beyond the route table. */
export interface Operation {
  readonly tag: Tag;
  /** A label of a few words, such as "Top consumers". */
  readonly summary: string;
  /** What the fields do not say; the route table adds who may call it. */
  readonly description?: string;
  /** An object whose fields are the query parameters. */
  readonly query?: z.ZodMiniType;
  /** Request headers of this route only. */
  readonly headers?: Readonly<Record<string, Header>>;
  /** The segments of the path in braces. */
  readonly path?: Readonly<Record<string, Text>>;
  readonly body?: Body;
  /** The answer to a valid request. */
  readonly answer: Answer;
  /** Whether `If-None-Match` can get 304. */
  readonly cached?: true;
  /** The problems of this operation beyond those of every request; each code implies its status. */
  readonly problems?: readonly ProblemKindCode[];
}

interface Text {
  readonly description: string;
  readonly example: string;
  readonly maxLength: number;
}

interface Header {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

interface Body {
  /** Absent for a text body without a schema. */
  readonly schema?: z.ZodMiniType;
  /** `application/json` when absent. */
  readonly mediaTypes?: readonly string[];
  readonly optional?: true;
  readonly description?: string;
  readonly examples: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  /** Absent when there is no body. */
  readonly schema?: z.ZodMiniType;
  readonly example?: unknown;
  /** The operation that returns the created resource: its path is in the header `Location`, its id is `id` of the answer. */
  readonly location?: RouteName;
  /** Operations that take `id` of the answer. */
  readonly leadsTo?: readonly RouteName[];
}

/** Operations of one group. */
export function tagged<N extends RouteName>(
  tag: Tag,
  operations: Readonly<Record<N, Omit<Operation, 'tag'>>>,
): Readonly<Record<N, Operation>> {
  const entries = Object.entries<Omit<Operation, 'tag'>>(operations);
  return Object.fromEntries(entries.map(([name, operation]) => [name, { tag, ...operation }])) as never;
}

/** An answer with the status 200. */
export const ok = (description: string, schema: z.ZodMiniType, example: unknown): Answer => ({
  status: 200,
  description,
  schema,
  example,
});
