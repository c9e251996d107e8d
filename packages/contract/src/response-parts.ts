import * as z from 'zod/mini';

/*
 * The parts of answer schemas. The schemas describe answers in the OpenAPI document, and tests check answers against
 * them. Functions only use their types, so no function's bundle contains them.
 */

/** The type of an answer of this schema, deeply readonly. */
export type Immutable<S extends z.ZodMiniType> = DeepReadonly<z.output<S>>;

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

export const text = (description: string) => z.string().check(z.describe(description));

export const flag = (description: string) => z.boolean().check(z.describe(description));

/** A whole number from 0 that a JSON number holds exactly. */
export const quantity = (description: string) => z.int().check(z.gte(0), z.describe(description));

/** From 0 to 1. */
export const ratioOf = (description: string) => z.number().check(z.gte(0), z.lte(1), z.describe(description));

/** An ISO 8601 instant in UTC, to the millisecond. */
export const instantText = (description: string) => z.iso.datetime().check(z.describe(description));

/** A decimal number as text, so that no float rounds it. */
export const decimalText = (description: string) =>
  z.string().check(z.regex(/^-?\d+(\.\d+)?$/), z.describe(description));

export const jsonInteger = z
  .union([z.int().check(z.gte(0)), z.string().check(z.regex(/^\d+$/))])
  .check(z.describe('A whole number; as decimal text if a JSON number cannot hold it exactly.'));
/** A whole number; as decimal text if a JSON number cannot hold it exactly (above 2^53 - 1). */
export type JsonInteger = z.output<typeof jsonInteger>;

/** A sum of any size. */
export const sum = (description: string) => jsonInteger.check(z.describe(description));

export const rangeShape = {
  from: instantText('The start.'),
  to: instantText('The end, exclusive.'),
};
export const rangeResponse = z.object(rangeShape);
export type RangeResponse = Immutable<typeof rangeResponse>;

/** Accompanies an id that may have a name. */
export const optionalName = () =>
  z.exactOptional(
    text('The name; absent if the id is not registered, or if the caller must not see the name.'),
  );

export const nextCursor = () =>
  z.exactOptional(
    text(
      'Pass as `cursor`, with the other parameters unchanged, for the next page. Absent on the last page.',
    ),
  );
