import * as z from 'zod/mini';
import { CONTENT_REFUSED, isContentField } from './content-fields.ts';
import { isJsonObject } from './json.ts';
import { MAX_METADATA_BYTES, MAX_METADATA_PAIRS } from './limits.ts';
import { type Problem, type ProblemCode, pointer } from './problem.ts';
import { portableText, utf8Length } from './wire-text.ts';

/** Labels of the producer's own: a few short pairs of texts, never content. Its limits as a whole are checked below. */
export const metadataSchema = z.record(portableText(), portableText(), 'must be an object of texts');

/** What is wrong with the metadata as a whole, whatever is wrong with single values of it. */
export function metadataProblems(metadata: unknown, path: string): readonly Problem[] {
  if (!isJsonObject(metadata)) return [];
  const problems: Problem[] = [];
  const refuse = (segments: readonly string[], code: ProblemCode, message: string) =>
    problems.push({ path: pointer(path, segments), code, message });

  const pairs = Object.entries(metadata);
  if (pairs.length > MAX_METADATA_PAIRS) {
    refuse([], 'invalid_length', `must have at most ${MAX_METADATA_PAIRS} pairs; got ${pairs.length}`);
  }
  const texts = pairs.flat().filter((text) => typeof text === 'string');
  const bytes = utf8Length(texts.join(''));
  if (bytes > MAX_METADATA_BYTES) {
    refuse([], 'invalid_length', `must be at most ${MAX_METADATA_BYTES} bytes in all; got ${bytes}`);
  }
  for (const [key] of pairs) {
    if (isContentField(key)) refuse([key], 'content_refused', CONTENT_REFUSED);
    // JavaScript objects cannot carry it through; dropping it unsaid would not be honest.
    if (key === '__proto__') refuse([key], 'not_allowed', 'must not be the name of a pair');
  }
  return problems;
}
