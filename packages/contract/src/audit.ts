import * as z from 'zod/mini';
import { DEFAULT_ENTRIES_PER_PAGE, MAX_ENTRIES_PER_PAGE } from './directory-query.ts';
import { checkPage, checkRange, pageParameters, rangeParameters, refuseIn } from './query-parameters.ts';

/** The longest range of one query of the audit log. */
export const MAX_AUDIT_RANGE_DAYS = 400;

/** Entries that one answer to a search reads: a few seconds. */
export const MAX_SEARCHED_ENTRIES = 5_000;

/** What became of an operation; `refused` stands for every code of a problem. */
export const AUDIT_OUTCOMES = ['done', 'refused', 'unfinished'] as const;

const MAX_SEARCHED_CHARACTERS = 400;

/** A part of what an entry says, in any case of letters. */
const part = () =>
  z.optional(
    z
      .string()
      .check(
        z.minLength(1, 'must not be empty'),
        z.maxLength(MAX_SEARCHED_CHARACTERS, `must be at most ${MAX_SEARCHED_CHARACTERS} characters`),
      ),
  );

const filters = {
  actor: part(),
  operation: part(),
  target: part(),
  address: part(),
  outcome: z.optional(z.enum(AUDIT_OUTCOMES)),
};

/** The query parameters of `GET /v1/audit`. */
export const auditQuery = z
  .strictObject({
    ...rangeParameters,
    ...filters,
    ...pageParameters(MAX_ENTRIES_PER_PAGE, DEFAULT_ENTRIES_PER_PAGE),
  })
  .check((context) => {
    checkRange(context.value, MAX_AUDIT_RANGE_DAYS, refuseIn(context));
    checkPage(context.value, refuseIn(context));
  });

/** The conditions of a search; all must hold. */
export type AuditFilter = Readonly<Pick<z.output<typeof auditQuery>, keyof typeof filters>>;
