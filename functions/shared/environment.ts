import { type LeafMinutes, MAX_RETENTION_DAYS, MIN_RETENTION_DAYS } from '@token-ledger/core';
import * as z from 'zod/mini';

/*
 * The environment of a Lambda function is a contract between the stack that sets it and the code that reads it. Each
 * function declares its variables once, in its `contract.ts`, as a zod object of strings; the construct that creates the
 * function takes exactly these keys and checks every literal at synthesis, the function parses the same object when it
 * starts.
 */

/** A non-empty string such as a table name, a queue URL or a time zone. */
export const text = () => z.string().check(z.minLength(1));

/** A whole number within bounds, written in decimal. */
export const integer = (minimum: number, maximum: number) =>
  z.pipe(
    z.string().check(z.regex(/^-?\d+$/, 'is not a whole number')),
    z.pipe(
      z.transform((value: string) => Number(value)),
      z.number().check(z.gte(minimum), z.lte(maximum)),
    ),
  );

/** `true` or `false`. */
export const flag = () =>
  z.pipe(
    z.enum(['true', 'false']),
    z.transform((value) => value === 'true'),
  );

/** The settings that all functions must agree on; see `RefreshedSettings`. */
export const timedSettings = {
  RETENTION_DAYS: integer(MIN_RETENTION_DAYS, MAX_RETENTION_DAYS),
  LEAF_MINUTES: z.pipe(
    z.enum(['60', '15', '5']),
    z.transform((value) => Number(value) as LeafMinutes),
  ),
};

/** For functions whose answers have ids of users. */
export const shownIdSettings = {
  /** Whether viewers who sign in see pseudonyms instead of users. */
  PSEUDONYMIZE_USERS: flag(),
};

/** For functions that write audit entries. */
export const auditSettings = {
  AUDIT_TABLE: text(),
  AUDIT_RETENTION_DAYS: integer(1, 3650),
};

/** For functions that run reports and keep their schedules. */
export const reportSchedulerSettings = {
  REPORTING_TIME_ZONE: text(),
  SCHEDULE_GROUP: text(),
  SCHEDULE_ROLE_ARN: text(),
  SCHEDULE_DEAD_LETTERS_ARN: text(),
};

export type EnvironmentSchema = z.ZodMiniObject;

/** What the stack must supply: every variable of the contract, as a string. */
export type EnvironmentInput<S extends EnvironmentSchema> = { readonly [K in keyof z.input<S>]: string };

/** The parsed variables. */
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
