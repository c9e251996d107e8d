import * as z from 'zod/mini';

/*
 * What the schemas of answers are made of. They say what the OpenAPI document tells and what tests hold answers against;
 * functions only take their types from them, so that no schema of an answer is in a function's bundle.
 */

/** What an answer of this schema is, to those who write it: nothing in it changes any more. */
export type Immutable<S extends z.ZodMiniType> = DeepReadonly<z.output<S>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export const text = (description: string) => z.string().check(z.describe(description));

export const flag = (description: string) => z.boolean().check(z.describe(description));

/** A whole number from 0 that is surely exact as a JSON number. */
export const quantity = (description: string) => z.int().check(z.gte(0), z.describe(description));

/** From 0 to 1. */
export const ratioOf = (description: string) => z.number().check(z.gte(0), z.lte(1), z.describe(description));

/** An ISO 8601 instant in UTC, to the millisecond. */
export const instantText = (description: string) => z.iso.datetime().check(z.describe(description));

/** A decimal number as text, so that no float comes between. */
export const decimalText = (description: string) =>
  z.string().check(z.regex(/^-?\d+(\.\d+)?$/), z.describe(description));

export const jsonInteger = z
  .union([z.int().check(z.gte(0)), z.string().check(z.regex(/^\d+$/))])
  .check(z.describe('A whole number; as decimal text when it is beyond what a JSON number holds exactly.'));
/** A whole number; as a decimal string when it is beyond what a JSON number holds exactly (2^53 - 1). */
export type JsonInteger = z.output<typeof jsonInteger>;

/** A sum of any size. */
export const sum = (description: string) => jsonInteger.check(z.describe(description));

export const rangeShape = {
  from: instantText('Where it begins.'),
  to: instantText('Where it ends, exclusively.'),
};
export const rangeResponse = z.object(rangeShape);
export type RangeResponse = Immutable<typeof rangeResponse>;

/** Beside an id that may have a name. */
export const optionalName = () =>
  z.exactOptional(
    text('Its name; absent where nobody registered the id, or where the caller must not know it.'),
  );

export const nextCursor = () =>
  z.exactOptional(
    text('Pass as `cursor`, with everything else as it was, for the next page. Absent on the last page.'),
  );
