import { DIMENSIONS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { MAX_PSEUDONYM_LENGTH } from './limits.ts';
import { duration, type Moment, moment } from './moment.ts';
import type { ProblemCode } from './problem.ts';

/** The longest range by hours; days and months are few enough to be bounded by the page alone. */
export const MAX_HOURLY_RANGE_DAYS = 366;
export const MAX_RANGE_DAYS = 3660;
export const MAX_FILTER_VALUES = 100;

const DAY_MS = 86_400_000;

/** The type of a parameter in the reference; on the wire it is a text, like everything in a query string. */
const inReference = (schema: Readonly<Record<string, unknown>>) => z.meta(schema);

/** The id or name of something: 1 to 128 characters. */
export const nonEmptyName = () =>
  z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(128, 'must be at most 128 characters'));

/** The id of a user: 1 to 128 characters, or a pseudonym of one, which is longer. */
export const userIdOrPseudonym = () =>
  z.string().check(
    z.minLength(1, 'must not be empty'),
    z.refine((text) => text.length <= 128 || PSEUDONYM.test(text), {
      error: 'must be at most 128 characters, or a pseudonym',
      params: { code: 'invalid_length' },
    }),
    inReference({ maxLength: MAX_PSEUDONYM_LENGTH }),
  );

const PSEUDONYM = new RegExp(`^p_[\\w-]{1,${MAX_PSEUDONYM_LENGTH - 2}}$`);

/** A list of up to `maximum` comma-separated names. */
const listOf = (maximum: number) =>
  separated(nonEmptyName(), maximum, 'names').check(
    inReference({
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 128 },
      maxItems: maximum,
    }),
  );

/** A comma-separated list of words from a closed set. */
export const someOf = <const T extends readonly string[]>(words: T) =>
  separated(z.enum(words as unknown as [T[number], ...T[number][]]), words.length, 'values').check(
    inReference({ type: 'array', items: { type: 'string', enum: [...words] }, maxItems: words.length }),
  );

function separated<S extends z.ZodMiniType<unknown, string>>(item: S, maximum: number, what: string) {
  return z.pipe(
    z.string(),
    z.pipe(
      z.transform((value: string) => value.split(',')),
      z.array(item).check(z.maxLength(maximum, `must be at most ${maximum} ${what}`)),
    ),
  );
}

/** A whole number in decimal digits. */
export const wholeNumber = (minimum: number, maximum: number) => {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return z
    .pipe(
      z.string().check(z.regex(/^\d{1,16}$/, message)),
      z.pipe(z.transform(Number), z.number().check(z.gte(minimum, message), z.lte(maximum, message))),
    )
    .check(inReference({ type: 'integer', minimum, maximum }));
};

/** An amount of US dollars with up to nine decimals: whole nano-dollars. */
export const amountOfDollars = () => {
  const pattern = /^(0|[1-9]\d{0,8})(\.\d{1,9})?$/;
  return z
    .string()
    .check(
      z.regex(
        pattern,
        'must be an amount of US dollars such as 0.5, below 1000000000 and with at most 9 decimals',
      ),
      inReference({ pattern: pattern.source }),
    );
};

/** The opaque position of the next page. */
const cursorText = () => z.string().check(z.maxLength(1024, 'must be at most 1024 characters'));

/**
 * The range of a query: from an instant or date, or the last span of time. `to` is exclusive; the default is now. `readRange` in
 * the functions resolves it.
 */
export const rangeParameters = {
  from: z.optional(moment()),
  to: z.optional(moment()),
  last: z.optional(duration()),
};

/** The most entries that `offset` skips; a cursor skips any number. */
export const MAX_OFFSET = 10_000;

export const offsetParameter = { offset: z.optional(wholeNumber(0, MAX_OFFSET)) };

/** A page of a list: behind a cursor, or behind a number of entries. */
export const pageParameters = (maximum: number, byDefault: number, cursor = cursorText()) => ({
  limit: z._default(wholeNumber(1, maximum), byDefault),
  ...offsetParameter,
  cursor: z.optional(cursor),
});

/** Restricts the usage of a range by model and feature. */
export const cellParameters = {
  models: z.optional(listOf(MAX_FILTER_VALUES)),
  features: z.optional(listOf(MAX_FILTER_VALUES)),
};

/** Restricts the usage further to one access key and one user. */
export const otherSubjectParameters = {
  accessKeyId: z.optional(nonEmptyName()),
  userId: z.optional(userIdOrPseudonym()),
};

/** Whose usage to return; without a dimension, everything the caller may see. */
export const subjectParameters = {
  dimension: z.optional(z.enum(DIMENSIONS)),
  /** One access key or user. */
  id: z.optional(userIdOrPseudonym()),
  ...otherSubjectParameters,
};

type Refuse = (path: string, message: string, code?: ProblemCode) => void;

/** Refuses an offset beside the place of the previous page. */
export function checkOffset<N extends string>(
  page: { readonly offset?: number | undefined } & { readonly [K in N]?: string | undefined },
  place: N,
  refuse: Refuse,
): void {
  if (page.offset !== undefined && page[place] !== undefined)
    refuse('offset', `must be left out beside ${place}`);
}

export function checkPage(
  page: { readonly offset?: number | undefined; readonly cursor?: string | undefined },
  refuse: Refuse,
): void {
  checkOffset(page, 'cursor', refuse);
}

interface AskedRange {
  readonly from?: Moment | undefined;
  readonly to?: Moment | undefined;
  readonly last?: unknown;
}

/** Refuses a range without a start, with two, or one that is empty or too long, as far as that does not depend on dates. */
export function checkRange(
  { from, to, last }: AskedRange,
  maxDays: number,
  refuse: Refuse,
  whatFor = '',
  required = true,
): void {
  if (from !== undefined && last !== undefined) refuse('last', 'must be left out beside from');
  if (required && from === undefined && last === undefined)
    refuse('from', 'is required unless last is given', 'required');
  if (typeof from !== 'number' || typeof to !== 'number') return;
  if (to <= from) refuse('to', 'must be later than from');
  if (to - from > maxDays * DAY_MS) refuse('to', `must be at most ${maxDays} days after from${whatFor}`);
}

interface AskedSubject {
  readonly dimension?: string | undefined;
  readonly id?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly userId?: string | undefined;
}

/** Refuses an id without a dimension, and a filter by access key or user that conflicts with the dimension. */
export function checkSubject({ dimension, id, accessKeyId, userId }: AskedSubject, refuse: Refuse): void {
  if (id !== undefined && dimension === 'all') refuse('id', 'must be left out for dimension all');
  if (id !== undefined && dimension === undefined) refuse('id', 'requires the dimension access_key or user');
  const others = Object.entries({ accessKeyId, userId }).filter(([, value]) => value !== undefined);
  for (const [name] of others) {
    const own = name === 'userId' ? 'user' : 'access_key';
    if (dimension === own) refuse(name, `must be left out for dimension ${dimension}, whose id it is`);
    if (dimension === 'all') refuse(name, 'must be left out for dimension all');
  }
  if (others.length > 0 && dimension !== undefined && dimension !== 'all' && id === undefined)
    refuse('id', `is required beside ${others.map(([name]) => name).join(' and ')}`);
}

interface CheckContext {
  readonly issues: { push(issue: never): unknown };
}

/** Adds a problem to those that a schema found. */
export function refuseIn(context: CheckContext): Refuse {
  return (path, message, code) =>
    context.issues.push({
      code: 'custom',
      path: [path],
      message,
      input: undefined,
      ...(code && { params: { code } }),
    } as never);
}

/** A parameter that is `true` or `false`. */
export function trueOrFalse() {
  return z.pipe(
    z.enum(['true', 'false']),
    z.transform((value) => value === 'true'),
  );
}
