import { RECORD_SOURCES, type RecordSource } from '@token-ledger/core';
import * as z from 'zod/mini';

/*
 * The kinds of settings. The message of each check completes the sentence "it must be …"; the report adds path and value
 * (see `read-configuration.ts`).
 */

export const trueOrFalse = (byDefault: boolean) => z._default(z.boolean('true or false'), byDefault);

export const wholeNumber = (minimum: number, maximum: number) => {
  const allowed = `a whole number from ${minimum} to ${maximum}`;
  return z.int(allowed).check(z.gte(minimum, allowed), z.lte(maximum, allowed));
};

export const wholeNumberOrUnlimited = (minimum: number, maximum: number) =>
  z.union(
    [wholeNumber(minimum, maximum), z.literal('unlimited')],
    `a whole number from ${minimum} to ${maximum}, or "unlimited"`,
  );

export const share = () => {
  const allowed = 'a number from 0 to 1';
  return z.number(allowed).check(z.gte(0, allowed), z.lte(1, allowed));
};

/** A text that a predicate accepts. */
export const text = (allowed: string, isAllowed: (value: string) => boolean) =>
  z.string(allowed).check(z.refine(isAllowed, allowed));

/** Different texts that a predicate accepts; none by default. */
export const list = (what: string, maximum: number, isAllowed: (text: string) => boolean) => {
  const allowed = `a list of at most ${maximum} different ${what}`;
  return z._default(
    z
      .array(z.string(allowed), allowed)
      .check(
        z.refine(
          (texts) =>
            texts.length <= maximum && new Set(texts).size === texts.length && texts.every(isAllowed),
          allowed,
        ),
      ),
    [],
  );
};

/** An object whose keys and values a predicate accepts, small enough for the environment of a function. */
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
/** All variables of a function together have 4 KB. */
const MAX_MAPPING_BYTES = 2_048;

/** Settings that belong together. An unknown key is a problem: a misspelt setting must not be ignored silently. */
export const section = <const T extends z.core.$ZodShape>(shape: T) => {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `an object with any of the keys ${keys}`),
  });
};

/** The settings of a feature that is off unless they are there; `false` turns it off for one stage. */
export const optionalFeature = <const T extends z.core.$ZodShape>(shape: T) =>
  z.pipe(
    z.transform((value: unknown) => (value === false ? undefined : value)),
    z.optional(section(shape)),
  );

/** A section that may be left out. */
export const optionalSection = <const T extends z.core.$ZodShape>(shape: T) =>
  z.prefault(section(shape), {} as z.input<ReturnType<typeof section<T>>>);

/** A section with a time for each source, which only some have by default. */
export const minutesOfSilence = (defaults: { readonly [S in RecordSource]?: number }) => {
  const allowed = `0 for never, or a whole number from ${MIN_SILENCE_MINUTES} to ${MAX_SILENCE_MINUTES}`;
  const minutes = z
    .int(allowed)
    .check(
      z.refine(
        (value) => value === 0 || (value >= MIN_SILENCE_MINUTES && value <= MAX_SILENCE_MINUTES),
        allowed,
      ),
    );
  const fields = RECORD_SOURCES.map((source) => [source, z.optional(minutes)] as const);
  const shape = Object.fromEntries(fields) as Record<RecordSource, z.ZodMiniOptional<typeof minutes>>;
  return z.pipe(
    optionalSection(shape),
    z.transform((set) => ({ ...defaults, ...set })),
  );
};
/** Times of sources are noted every five minutes, and reports of one call may be minutes apart. */
const MIN_SILENCE_MINUTES = 15;
const MAX_SILENCE_MINUTES = 10_080;
