import { isTooComplex, type Problem, TOO_COMPLEX, toProblems } from '@token-ledger/contract';
import * as z from 'zod/mini';
import type { HttpEvent } from './http-handler.ts';
import { findJsonError } from './json-error.ts';
import { ProblemError } from './problem-error.ts';
import { readTextBody } from './read-text-body.ts';

/** `application/json`, or a type that is built on it. */
const JSON_TYPE = { pattern: /^application\/(?:[\w.-]+\+)?json$/, name: 'application/json' };

/**
 * The JSON of a request's body. Throws a `ProblemError` when the body is not JSON, is not declared as JSON, is larger than
 * `maxBytes`, before or after decompression, or has more values than is ever parsed. No message quotes the body.
 */
export async function readJsonBody(event: HttpEvent, maxBytes: number): Promise<unknown> {
  return (await readJsonText(event, maxBytes)).json;
}

/** The same, with the text it was read from, decompressed. */
export async function readJsonText(
  event: HttpEvent,
  maxBytes: number,
): Promise<{ readonly json: unknown; readonly text: string }> {
  const text = await readTextBody(event, JSON_TYPE, maxBytes);
  if (isTooComplex(text)) throw new ProblemError('too_complex', { detail: `The body ${TOO_COMPLEX}.` });
  return { json: parseJson(text), text };
}

export interface InputOptions {
  readonly maxBytes: number;
  /** What the body describes, such as `export`. */
  readonly what: string;
}

/** The body as a schema parses it. Throws a `ProblemError` that lists everything that is wrong. */
export async function readInput<S extends z.ZodMiniType>(
  schema: S,
  event: HttpEvent,
  { maxBytes, what }: InputOptions,
): Promise<z.output<S>> {
  const body = await readJsonBody(event, maxBytes);
  const parsed = z.safeParse(schema, body);
  if (parsed.success) return parsed.data;
  throw invalidInput(what, toProblems(parsed.error.issues, body, '', undefined, [schema]));
}

export function invalidInput(what: string, errors: readonly Problem[]): ProblemError {
  return new ProblemError('invalid_request', { detail: `The ${what} is not valid.`, errors });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError('invalid_json', { detail: describeJsonError(text) });
  }
}

function describeJsonError(text: string): string {
  const { position, reason } = findJsonError(text);
  const lines = text.slice(0, position).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  return `The body stops being valid JSON at position ${position} (${place}) of ${text.length}: ${reason}.`;
}
