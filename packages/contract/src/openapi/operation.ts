import type * as z from 'zod/mini';
import type { ProblemKindCode } from '../problem-document.ts';
import type { RouteName } from '../routes.ts';

/** The groups of the reference, in its order. */
export const TAGS = {
  Usage: 'Reporting what Anthropic API calls used.',
  Statistics: 'What was used and what it cost: by time, by consumer, as a whole.',
  Records: 'The calls themselves, as long as they are kept.',
  Exports: 'Usage as files.',
  Reports: 'Exports that are saved, run again and again, and delivered.',
  Prices: 'What usage is priced by.',
  Budgets: 'Alerts when spending reaches a share of an amount.',
  Access: 'Access keys, users, and who did what.',
  Operation: 'Whether the ledger is well, and what mends it.',
  'Failed messages': 'What could not be recorded, and what to do about it.',
  Reference: 'This document.',
} as const;
type Tag = keyof typeof TAGS;

/** What there is to say about one route beyond the route table. */
export interface Operation {
  readonly tag: Tag;
  /** A few words, for a list. */
  readonly summary: string;
  /** What one has to know beyond the fields; who may call it is added from the route table. */
  readonly description?: string;
  /** An object whose fields are the query parameters. */
  readonly query?: z.ZodMiniType;
  /** Request headers that are not of every route. */
  readonly headers?: Readonly<Record<string, Header>>;
  /** What the segments of the path in braces are. */
  readonly path?: Readonly<Record<string, Text>>;
  readonly body?: Body;
  /** The good answer. */
  readonly answer: Answer;
  /** Whether `If-None-Match` may be answered with 304. */
  readonly cached?: true;
  /** The problems of this operation beyond those of every request; a code stands for its status. */
  readonly problems: readonly ProblemKindCode[];
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
  /** Absent when the body is a text of which there is no schema. */
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
  /** The operation that tells what was made: its path is in the header `Location`, and `id` of the answer names it. */
  readonly location?: RouteName;
  /** Operations that take `id` of the answer. */
  readonly leadsTo?: readonly RouteName[];
}
