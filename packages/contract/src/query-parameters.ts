import * as z from 'zod/mini';

/** An ISO 8601 instant with its offset from UTC, such as `2026-11-21T12:00:00Z`; milliseconds since the epoch once parsed. */
export const instant = () =>
  z.pipe(
    z.iso.datetime({
      offset: true,
      error: 'must be an ISO 8601 instant with an offset, such as 2026-11-21T12:00:00Z',
    }),
    z.transform((value: string) => Date.parse(value)),
  );

/** The id or name of something: 1 to 128 characters. */
export const nonEmptyName = () =>
  z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(128, 'must be at most 128 characters'));

/** Up to `maximum` names separated by commas. */
export const listOf = (maximum: number) =>
  z.pipe(
    z.string(),
    z.pipe(
      z.transform((value: string) => value.split(',')),
      z.array(nonEmptyName()).check(z.maxLength(maximum, `must be at most ${maximum} names`)),
    ),
  );

/** A whole number in decimal digits. */
export const wholeNumber = (minimum: number, maximum: number) => {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/, message)),
    z.pipe(z.transform(Number), z.number().check(z.gte(minimum, message), z.lte(maximum, message))),
  );
};
