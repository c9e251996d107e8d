import type * as z from 'zod/mini';
import { anthropicUsageSchema } from './anthropic-message.ts';
import { isJsonObject } from './json.ts';
import { MAX_ITERATIONS } from './limits.ts';

/*
 * Figures of a usage object that this version does not know, and so does not count: new ones of Anthropic's, or another
 * vendor's. They are reported by name, so that somebody can ask for a version that knows them. A name is shown only if it
 * reads like a figure, because a sender may put anything into the name of a field.
 */

/** Names reported of one record; one that has more of them is not Anthropic's. */
export const MAX_UNKNOWN_FIGURES = 20;

/** How deep figures lie in what is known is 3. */
const MAX_DEPTH = 5;
/** Up to six short words, the last of which says what is counted. */
const FIGURE =
  /^(?:[a-z0-9]{1,12}_){0,5}(?:tokens?|requests?|calls|count|credits?|pages|images|characters|bytes|seconds|ms|usd)$/;

type Schema = z.core.$ZodType;

/**
 * Of usage objects: paths such as `cache_creation.ephemeral_1d_input_tokens`, with `*` for a name that is not shown. Sorted,
 * each once.
 */
export function unknownFigures(...usages: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  for (const usage of usages) collect(usage, anthropicUsageSchema, [], found);
  return [...found].toSorted();
}

function collect(
  value: unknown,
  schema: Schema | undefined,
  path: readonly string[],
  found: Set<string>,
): void {
  if (path.length > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const each of value.slice(0, MAX_ITERATIONS)) {
      if (isJsonObject(each)) collect(each, elementOf(schema), path, found);
    }
  } else if (isJsonObject(value)) {
    const known = shapeOf(schema);
    for (const [name, each] of Object.entries(value)) {
      // Of its own: any object also has a `constructor`, which is no schema.
      const isKnown = Object.hasOwn(known, name);
      const here = [...path, isKnown || FIGURE.test(name) ? name : '*'];
      if (typeof each === 'object') collect(each, isKnown ? known[name] : undefined, here, found);
      else if (typeof each === 'number' && each !== 0 && !isKnown) found.add(here.join('.'));
      if (found.size >= MAX_UNKNOWN_FIGURES) return;
    }
  }
}

function shapeOf(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  const def = innermost(schema);
  return def?.type === 'object' ? (def as z.core.$ZodObjectDef).shape : {};
}

function elementOf(schema: Schema | undefined): Schema | undefined {
  const def = innermost(schema);
  return def?.type === 'array' ? (def as z.core.$ZodArrayDef).element : undefined;
}

/** What is behind that it may be null or missing. */
function innermost(schema: Schema | undefined): z.core.$ZodTypeDef | undefined {
  const def = schema?._zod.def;
  return def && 'innerType' in def ? innermost(def.innerType as Schema) : def;
}
