import * as z from 'zod/mini';

/*
 * The kinds of settings there are. The message of each check says only what is allowed: the report adds the path and the
 * value (see `read-configuration.ts`).
 */

export const trueOrFalse = (byDefault: boolean) => z._default(z.boolean('true or false'), byDefault);

export const wholeNumber = (minimum: number, maximum: number) => {
  const allowed = `a whole number from ${minimum} to ${maximum}`;
  return z.int(allowed).check(z.gte(minimum, allowed), z.lte(maximum, allowed));
};

export const share = () => {
  const allowed = 'a number from 0 to 1';
  return z.number(allowed).check(z.gte(0, allowed), z.lte(1, allowed));
};

/** A text that a predicate accepts. */
export const text = (allowed: string, isAllowed: (value: string) => boolean) =>
  z.string(allowed).check(z.refine(isAllowed, allowed));

/** An object of texts that a predicate accepts one by one, small enough for a function's environment. */
export const mapping = (what: string, isAllowed: (text: string) => boolean) => {
  const allowed = `an object of ${what}, at most ${MAX_MAPPING_BYTES} bytes as JSON`;
  return z._default(
    z
      .record(z.string(), z.string(allowed), allowed)
      .check(
        z.refine(
          (mapped) =>
            Object.entries(mapped).flat().every(isAllowed) &&
            Buffer.byteLength(JSON.stringify(mapped)) <= MAX_MAPPING_BYTES,
          allowed,
        ),
      ),
    {},
  );
};
/** The variables of a function have 4 KB together. */
const MAX_MAPPING_BYTES = 2_048;

/** A feature that is planned, so that its setting is known but only off. */
export const notAvailable = () =>
  z._default(z.literal(false, 'only false: it is not available in this version'), false);

/** Settings that belong together. Keys nobody knows are problems: a misspelt setting must not silently do nothing. */
export const section = <const T extends z.core.$ZodShape>(shape: T) => {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `an object with any of the keys ${keys}`),
  });
};

/** A section that may be left out. */
export const optionalSection = <const T extends z.core.$ZodShape>(shape: T) =>
  z.prefault(section(shape), {} as z.input<ReturnType<typeof section<T>>>);
