import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { HEALTH_REASONS } from '@token-ledger/contract';
import {
  DISABLED_IDS_CACHE_SECONDS,
  DISABLING_DELAY_SECONDS,
  GRADE_FROM,
  HEARD_EVERY_MS,
  HOUR_MS,
  IDEMPOTENCY_DAYS,
  KEPT_WEIGHT,
  LATE_EVALUATION_MS,
  QUARANTINE_WEIGHT,
  RECORD_FIELDS,
  RECORD_SOURCES,
  RECORD_WEIGHTS,
  REPAIRED_WEIGHT,
  REPORT_RANGES,
  SCOPES,
  SOURCE_PAUSE_MS,
  STATISTICS_FIELDS,
  UNPRICED_REASONS,
  WITNESS_DAYS,
} from '@token-ledger/core';
import { SKIP_REASONS } from '@token-ledger/importers';
import { MUTANTS } from '../../model/mutants.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, '../../../docs', `${name}.md`), 'utf8');

/** The text of a page from one phrase to the next that ends it. */
function between(page: string, from: string, to: string): string {
  const [, behind] = read(page).split(from);
  expect(behind).toBeDefined();
  return behind?.split(to)[0] ?? '';
}

const codesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);
/** The cells of a column, from 1, as one text. */
const columnOf = (text: string, column: number) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|')[column])
    .join(' ');
const codesOfRows = (text: string) => codesIn(columnOf(text, 1));

describe('a closed list that a page has', () => {
  it.each([
    ['scopes', codesOfRows(between('api', 'decide what it may do:\n', '\n\nThis')), SCOPES],
    ['sources', codesOfRows(between('api', '\n### Sources\n', '\n### ')), RECORD_SOURCES],
    [
      'reasons of health',
      codesIn(columnOf(between('api', '| `status` | `reasons[].code` |', '\n\n'), 2)),
      HEALTH_REASONS,
    ],
    [
      'ranges of reports',
      codesOfRows(between('reports', '\n## Ranges\n', '\n## ')),
      ['range', ...REPORT_RANGES],
    ],
    ['what an import skips', codesOfRows(between('import', '| reason | meaning |', '\n\n')), SKIP_REASONS],
    [
      'why a call is unpriced',
      codesIn(between('pricing', 'Reasons: ', ' A record without')),
      UNPRICED_REASONS,
    ],
  ])('is complete: %s', (_, listed, all) => {
    expect(new Set(listed)).toEqual(new Set<string | undefined>(all));
  });

  const columnsBehind = (phrase: string) => codesIn(between('exports', phrase, '\n\n'));

  it('is in order: columns of records', () => {
    expect(columnsBehind('Columns of records: ')).toEqual(RECORD_FIELDS);
  });

  it('is in order: columns of statistics, of tokens the same as of records', () => {
    const isOfTokens = (field: string) => field.endsWith('Tokens') && !/^(?:max|thinking)/.test(field);
    expect(columnsBehind('Columns of statistics: ')).toEqual(
      STATISTICS_FIELDS.filter((field) => !isOfTokens(field)),
    );
    expect(STATISTICS_FIELDS.filter(isOfTokens)).toEqual(RECORD_FIELDS.filter(isOfTokens));
  });
});

describe('the weights of the quality score', () => {
  const weightOf = (defect: string) =>
    between('quality', `\n| ${defect}`, '\n')
      .split('|')
      .map((cell) => cell.trim())
      .filter((cell) => /^\d+$/.test(cell))
      .map(Number);

  it.each([
    ['something has no price', [RECORD_WEIGHTS.unpriced]],
    ['could not be counted', [QUARANTINE_WEIGHT]],
    ['the call broke off', [RECORD_WEIGHTS.partial]],
    ['only totals are known', [RECORD_WEIGHTS.totalsOnly]],
    ['no user', [RECORD_WEIGHTS.withoutUser]],
    ['received more than an hour after', [RECORD_WEIGHTS.late]],
    ['no feature', [RECORD_WEIGHTS.withoutFeature]],
    ['cache writes whose time-to-live', [RECORD_WEIGHTS.unattributed]],
    ['kept or waiting', [KEPT_WEIGHT.first, KEPT_WEIGHT.all]],
    ['repaired', [REPAIRED_WEIGHT.first, REPAIRED_WEIGHT.all]],
  ])('are on the page: %s', (defect, weights) => expect(weightOf(defect)).toEqual(weights));

  it('are all of them', () => expect(Object.keys(RECORD_WEIGHTS)).toHaveLength(7));

  it('have grades from the scores that the page says', () => {
    const grades = between('quality', '\n### Grades\n', '\n\nWhile');
    expect(grades).toContain(`| \`good\` | ${GRADE_FROM.good} and more |`);
    expect(grades).toContain(`| \`fair\` | ${GRADE_FROM.fair} to ${GRADE_FROM.good - 1} |`);
    expect(grades).toContain(`| \`poor\` | below ${GRADE_FROM.fair} |`);
  });
});

describe('a time in the text of docs/limits.md', () => {
  const text = read('limits').replaceAll(/\s+/g, ' ');
  const minutes = (ms: number) => ({ 5: 'five minutes', 15: '15 minutes' })[ms / 60_000];

  it.each([
    `\`IDEMPOTENCY_DAYS\` (\`packages/core\`) = ${IDEMPOTENCY_DAYS} days`,
    `every ${minutes(HEARD_EVERY_MS)} at most (\`HEARD_EVERY_MS\`)`,
    `not heard for ${minutes(SOURCE_PAUSE_MS)} pauses (\`SOURCE_PAUSE_MS\`)`,
    `kept for ${WITNESS_DAYS} days (\`WITNESS_DAYS\`)`,
    `\`LATE_EVALUATION_MS\` (\`packages/core\`) = ${LATE_EVALUATION_MS / HOUR_MS} hours`,
    `\`DISABLED_IDS_CACHE_SECONDS\` (\`packages/core\`) = ${DISABLED_IDS_CACHE_SECONDS} seconds`,
    `\`DISABLING_DELAY_SECONDS\` = ${DISABLING_DELAY_SECONDS} seconds`,
  ])('is that of the code: %s', (phrase) => expect(text).toContain(phrase));
});

it('docs/proof.md has every mutant of the ledger, caught among the schedules that its test runs', () => {
  const rows = between('proof', '| mutant | workload | caught at |', '\n\n').split('\n').slice(2);
  const listed = new Map(
    rows.map((row) => {
      const [name = '', workload, caughtAt = ''] = row.slice(2, -2).split(' | ');
      return [name, { workload, caughtAt: Number(caughtAt.replaceAll(',', '')) }] as const;
    }),
  );
  expect([...listed.keys()].toSorted()).toEqual(MUTANTS.map(({ name }) => name).toSorted());
  for (const { name, workload, first = 1, within } of MUTANTS) {
    const { caughtAt = 0, ...row } = listed.get(name) ?? {};
    expect({ name, ...row }).toEqual({ name, workload });
    expect([name, caughtAt >= first && caughtAt < first + within]).toEqual([name, true]);
  }
});
