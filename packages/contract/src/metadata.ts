import * as z from 'zod/mini';
import { CONTENT_REFUSED, isContentField } from './content-fields.ts';
import { isJsonObject } from './json.ts';
import { MAX_METADATA_BYTES, MAX_METADATA_NAME_LENGTH, MAX_METADATA_PAIRS } from './limits.ts';
import { PROTO_REFUSED, type Problem, type ProblemCode, pointer } from './problem.ts';
import { holdsSecret } from './secret-text.ts';
import { labelText, SECRET_REFUSED, utf8Length } from './wire-text.ts';

/*
 * Labels of the producer's own: a few pairs of a name and a short text, never content. Names are plain words of ASCII:
 * then no letter of another script, such as a Cyrillic о in "prompt", can pass for one that is refused.
 */

/** Names, and the limits of the metadata as a whole, are checked below. */
export const metadataSchema = z.record(z.string(), labelText(), 'must be an object of texts');

const NAME = new RegExp(`^[\\w.:/-]{1,${MAX_METADATA_NAME_LENGTH}}$`);

/** What is wrong with the metadata as a whole and with its names. The schema finds what is wrong with its values. */
export function metadataProblems(metadata: unknown, path: string): readonly Problem[] {
  if (!isJsonObject(metadata)) return [];
  const problems: Problem[] = [];
  const refuse = (segments: readonly string[], code: ProblemCode, message: string) =>
    problems.push({ path: pointer(path, segments), code, message });

  const pairs = Object.entries(metadata);
  const texts = pairs.flat().filter((text) => typeof text === 'string');
  const bytes = utf8Length(texts.join(''));
  if (bytes > MAX_METADATA_BYTES) {
    refuse([], 'invalid_length', `must be at most ${MAX_METADATA_BYTES} bytes in all; got ${bytes}`);
  }
  for (const [name] of pairs) {
    const problem = nameProblem(name);
    if (problem) refuse([name], ...problem);
  }
  return problems;
}

/** Too many pairs, which are counted before anything looks at them; see `record-size.ts`. */
export function tooManyPairs(pairs: number): string {
  return `must have at most ${MAX_METADATA_PAIRS} pairs; got ${pairs}`;
}

function nameProblem(name: string): readonly [ProblemCode, string] | undefined {
  if (isContentField(name)) return ['content_refused', CONTENT_REFUSED];
  if (name === '__proto__') return ['not_allowed', PROTO_REFUSED];
  if (NAME.test(name)) return holdsSecret(name) ? ['secret_refused', SECRET_REFUSED] : undefined;
  const allowed = `must have a name of 1 to ${MAX_METADATA_NAME_LENGTH} ASCII letters, digits, _, -, ., : or /`;
  return ['invalid_characters', allowed];
}
