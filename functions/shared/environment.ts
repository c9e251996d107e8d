import {
  type AdmissionLimits,
  type LeafMinutes,
  MAX_RETENTION_DAYS,
  MIN_RETENTION_DAYS,
} from '@token-ledger/core';
import * as z from 'zod/mini';

/*
 * The environment of a Lambda function is a contract between the stack that sets it and the code that reads it. Each
 * function declares its variables once, in its `contract.ts`, as a zod object of strings; the construct that creates the
 * function takes exactly these keys and checks every literal at synthesis, the function parses the same object when it
 * starts.
 */

const nonEmpty = z.string().check(z.minLength(1));
const decimal = z.string().check(z.regex(/^-?\d+$/, 'is not a whole number'));
const trueOrFalse = z.pipe(
  z.enum(['true', 'false']),
  z.transform((value) => value === 'true'),
);

/** A non-empty string such as a table name, a queue URL or a time zone. */
export const text = () => nonEmpty;

/** A whole number within bounds, written in decimal. */
export const integer = (minimum: number, maximum: number) =>
  z.pipe(
    decimal,
    z.pipe(
      z.transform((value: string) => Number(value)),
      z.number().check(z.gte(minimum), z.lte(maximum)),
    ),
  );

/** `true` or `false`. */
export const flag = () => trueOrFalse;

/** The settings that all functions have to agree about; see `RefreshedSettings`. */
export const timedSettings = {
  RETENTION_DAYS: integer(MIN_RETENTION_DAYS, MAX_RETENTION_DAYS),
  LEAF_MINUTES: z.pipe(
    z.enum(['60', '15', '5']),
    z.transform((value) => Number(value) as LeafMinutes),
  ),
};

/** What functions need that judge whether a record can be counted. */
export const admissionSettings = {
  LATE_LIMIT_DAYS: integer(1, 3650),
  MAX_TOKENS_PER_RECORD: integer(1, 2 ** 40),
};

/** The limits by which they judge. */
export function admissionLimits(variables: {
  readonly LATE_LIMIT_DAYS: number;
  readonly MAX_TOKENS_PER_RECORD: number;
}): AdmissionLimits {
  return {
    lateLimitDays: variables.LATE_LIMIT_DAYS,
    maxTokensPerRecord: variables.MAX_TOKENS_PER_RECORD,
  };
}

/** What functions need that show ids of usage. */
export const shownIdSettings = {
  /** Whether viewers who sign in are shown pseudonyms in place of users. */
  PSEUDONYMIZE_USERS: flag(),
};

/** What functions that leave audit entries need. */
export const auditSettings = {
  AUDIT_TABLE: text(),
  AUDIT_RETENTION_DAYS: integer(1, 3650),
};

/** What functions need that run reports and keep their schedules. */
export const reportSchedulerSettings = {
  REPORTING_TIME_ZONE: text(),
  SCHEDULE_GROUP: text(),
  SCHEDULE_ROLE_ARN: text(),
  SCHEDULE_DEAD_LETTERS_ARN: text(),
};

export type EnvironmentSchema = z.ZodMiniObject;

/** What the stack must supply: every variable of the contract, as a string. */
export type EnvironmentInput<S extends EnvironmentSchema> = { readonly [K in keyof z.input<S>]: string };

/** What the function works with once the strings are parsed. */
export type Environment<S extends EnvironmentSchema> = z.output<S>;

/** Parses `process.env`; a missing or bad variable stops the function at its start, naming the variable. */
export function readEnvironment<S extends EnvironmentSchema>(
  schema: S,
  variables: Readonly<Record<string, string | undefined>>,
): Environment<S> {
  const result = z.safeParse(schema, variables);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function does not match its contract. ${problems.join('; ')}`);
}
