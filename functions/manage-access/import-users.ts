import {
  IMPORT_COLUMNS,
  type ImportedUser,
  type ImportResponse,
  type ImportResult,
  importedUserSchema,
  MAX_IMPORT_BYTES,
  MAX_IMPORT_ROWS,
  type Problem,
  toProblems,
} from '@token-ledger/contract';
import { type Clock, mapConcurrently, type UserStore, withoutAbsent } from '@token-ledger/core';
import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod/mini';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { readTextBody } from '../shared/http/read-text-body.ts';
import type { LogDeps } from '../shared/telemetry.ts';
import { changeUser } from './users.ts';

interface ImportUsersDeps extends LogDeps {
  readonly users: Pick<UserStore, 'getUser' | 'createUser' | 'replaceUser'>;
  readonly clock: Clock;
}

const CONCURRENT_ROWS = 16;
const CSV = { pattern: /^text\/csv$/, name: 'text/csv' };

interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly hasAllColumns: boolean;
}

/**
 * `POST /v1/users/import`: creates or changes the users of a CSV file, row by row. The answer has the outcome of every row.
 * Importing a file again changes nothing.
 */
export async function importUsers(deps: ImportUsersDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const rows = readRows(await readTextBody(event, CSV, MAX_IMPORT_BYTES));
  const seen = new Set<string>();
  const judged = rows.map((row) => ({ line: row.line, ...judge(row, seen) }));
  const results = await mapConcurrently(judged, CONCURRENT_ROWS, async ({ line, ...row }) =>
    'errors' in row
      ? ({ line, status: 'rejected', errors: row.errors } as const)
      : { line, id: row.user.id, status: await store(deps, row.user) },
  );
  const count = (status: ImportResult['status']) =>
    results.filter((result) => result.status === status).length;
  const body: ImportResponse = {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    rejected: count('rejected'),
    failed: count('failed'),
    results,
  };
  return { statusCode: 200, body };
}

/** Throws a `ProblemError` when the file as a whole is not a table of users. */
function readRows(text: string): readonly Row[] {
  const [header, ...records] = parseCsv(text);
  const columns = header?.record.map((column) => column.trim().toLowerCase()) ?? [];
  const unknown = columns.filter((column) => !IMPORT_COLUMNS.some((known) => known === column));
  const missing = (['id', 'name'] as const).filter((column) => !columns.includes(column));
  if (unknown.length > 0 || missing.length > 0 || new Set(columns).size < columns.length) {
    throw invalidFile(
      `The first line must name the columns: id and name, optionally ${IMPORT_COLUMNS.slice(2).join(' and ')}, each once.`,
    );
  }
  if (records.length === 0) throw invalidFile('The file has no row below the first line.');
  if (records.length > MAX_IMPORT_ROWS) {
    throw invalidFile(`An import may have at most ${MAX_IMPORT_ROWS} rows; this one has ${records.length}.`);
  }
  return records.map(({ record, line }) => ({
    line,
    hasAllColumns: record.length === columns.length,
    // An empty cell counts as absent.
    cells: Object.fromEntries(
      columns
        .map((column, index) => [column, record[index] ?? ''] as const)
        .filter(([, cell]) => cell !== ''),
    ),
  }));
}

function parseCsv(text: string): { readonly record: readonly string[]; readonly line: number }[] {
  try {
    const rows = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      info: true,
      relax_column_count: true,
    }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The message of the parser quotes the file.
    const lines = (error as { lines?: number }).lines;
    throw invalidFile(`The body is not CSV by RFC 4180${lines === undefined ? '' : `: see line ${lines}`}.`);
  }
}

function judge(
  { cells, hasAllColumns }: Row,
  seen: Set<string>,
): { readonly user: ImportedUser } | { readonly errors: readonly Problem[] } {
  if (!hasAllColumns) {
    return {
      errors: [{ path: '', code: 'invalid_length', message: 'must have as many cells as the first line' }],
    };
  }
  const parsed = z.safeParse(importedUserSchema, cells);
  if (!parsed.success) return { errors: toProblems(parsed.error.issues, cells, '') };
  const user = parsed.data;
  if (seen.has(user.id)) {
    return { errors: [{ path: '/id', code: 'not_allowed', message: 'is the id of an earlier row' }] };
  }
  seen.add(user.id);
  return { user };
}

async function store(
  { users, clock, telemetry }: ImportUsersDeps,
  imported: ImportedUser,
): Promise<ImportResult['status']> {
  try {
    const known = await users.getUser(imported.id);
    if (!known) {
      const { disabled = false } = imported;
      const createdAtMs = clock();
      const disabledAtMs = disabled ? createdAtMs : undefined;
      const user = withoutAbsent({ ...imported, disabled, createdAtMs, disabledAtMs, revision: 1 });
      return (await users.createUser(user)) ? 'created' : 'failed';
    }
    const { name, email = known.email, disabled = known.disabled } = imported;
    if (known.name === name && known.email === email && known.disabled === disabled) return 'unchanged';
    const changed = changeUser(known, { name, email, disabled }, clock());
    return (await users.replaceUser(changed)) ? 'updated' : 'failed';
  } catch (error) {
    telemetry.logger.error('An imported user could not be stored.', { error });
    return 'failed';
  }
}

function invalidFile(detail: string): ProblemError {
  return new ProblemError('invalid_request', { detail });
}
