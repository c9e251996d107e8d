import { isTooComplex, TOO_COMPLEX } from '@token-ledger/contract';
import type { HttpEvent } from './http-handler.ts';
import { jsonErrorPosition } from './json-error-position.ts';
import { ProblemError } from './problem-error.ts';
import { readTextBody } from './read-text-body.ts';

/** `application/json`, or a type that is built on it. */
const JSON_TYPE = { pattern: /^application\/(?:[\w.-]+\+)?json$/, name: 'application/json' };

/**
 * The JSON of a request's body. Throws a `ProblemError` when it is no JSON, is not said to be, is larger than `maxBytes`,
 * before or after decompression, or has more values than is ever parsed. No message quotes the body.
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const position = jsonErrorPosition(text);
    const lines = text.slice(0, position).split('\n');
    const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
    throw new ProblemError('invalid_json', {
      detail: `The body stops being valid JSON at position ${position} (${place}) of ${text.length}.`,
    });
  }
}
