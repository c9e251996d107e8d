import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as contract from '@token-ledger/contract';
import {
  MAX_AUDIT_OUTCOMES,
  MAX_BUDGET_TOKENS,
  MAX_BUDGET_USD,
  MAX_DAY_OF_MONTH,
  MAX_DEAD_LETTERS_PER_WALK,
  MAX_LIVE_RECORDS,
  MAX_PAIR_RECORDS,
  MAX_PAIR_SLICES,
  MAX_SHOWN_DIFFERENCES,
  MAX_SPREADSHEET_ROWS,
  MAX_TOKENS_PER_COUNTER,
} from '@token-ledger/core';
import * as importers from '@token-ledger/importers';
import { MAX_ATTRIBUTE_BYTES, MAX_TELEMETRY_MESSAGES, MAX_TELEMETRY_RECORDS } from '@token-ledger/otlp';
import { MAX_GROUP_CHARACTERS } from '../../../functions/record-usage/read-in-groups.ts';
import { MAX_AUDITED_RECORDS } from '../../../packages/core/src/quality/check-part.ts';
import { withErrorCodes } from '../../../scripts/error-docs/reference.ts';

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('docs/limits.md', () => {
  const limits = Object.entries<unknown>({ ...contract, ...importers }).filter(
    (entry): entry is [string, number] =>
      /^(MAX|PACKED|DEFAULT|EXPORT)_/.test(entry[0]) && typeof entry[1] === 'number',
  );

  const ofCore = Object.entries({
    MAX_TOKENS_PER_COUNTER,
    MAX_BUDGET_USD,
    MAX_BUDGET_TOKENS,
    MAX_DAY_OF_MONTH,
    MAX_SPREADSHEET_ROWS,
    MAX_DEAD_LETTERS_PER_WALK,
    MAX_LIVE_RECORDS,
    MAX_PAIR_RECORDS,
    MAX_PAIR_SLICES,
    MAX_SHOWN_DIFFERENCES,
    MAX_AUDIT_OUTCOMES,
    MAX_AUDITED_RECORDS,
    MAX_GROUP_CHARACTERS,
    MAX_TELEMETRY_RECORDS,
    MAX_TELEMETRY_MESSAGES,
    MAX_ATTRIBUTE_BYTES,
  });

  it.each([...limits, ...ofCore])('lists %s as %d', (name, value) => {
    const row = read('limits.md')
      .split('\n')
      .find((line) => line.includes(`\`${name}\``));
    expect(row).toContain(value.toLocaleString('en-US'));
  });
});

describe('a name in docs/limits.md', () => {
  const ROOT = join(import.meta.dirname, '../../..');
  const NAME =
    /`(?<name>[A-Z\d]+(?:_[A-Z\d]+)+)`(?:(?:\s\(|\sin\s)`(?<folder>[a-z/-]+)`\)?)?(?:(?: \| |\s=\s)(?<value>[\d,]*\d))?(?:\s(?<unit>seconds))?/g;

  /** Those of a paragraph, or of a row: what follows a name with a folder is in that folder, too. */
  const named = read('limits.md')
    .split(/\n\n|\n(?=\|)/)
    .flatMap((paragraph) => {
      let folders = ['packages/contract', 'packages/importers'];
      return [...paragraph.matchAll(NAME)].map(({ groups }) => {
        const { name = '', folder, value, unit }: Readonly<Record<string, string | undefined>> = groups ?? {};
        if (folder !== undefined) folders = [folder];
        const times = unit && name.endsWith('_MS') ? 1000 : 1;
        return { name, folders, value: value && Number(value.replaceAll(',', '')) * times };
      });
    });

  /** What the declaration says: a number, a product, or something else. */
  function declaredIn(folders: readonly string[], name: string): string | undefined {
    const files = globSync(
      folders.map((folder) => `${folder}/**/*.ts`),
      { cwd: ROOT, exclude: ['**/node_modules'] },
    );
    const declaration = new RegExp(`const ${name}\\b[^=]* = ([^;]*)`);
    return files
      .map((file) => declaration.exec(readFileSync(join(ROOT, file), 'utf8'))?.[1])
      .find((found) => found !== undefined);
  }

  it.each(named.map(({ name, ...place }) => [name, place] as const))(
    '%s is declared where the page says, with its value',
    (name, { folders, value }) => {
      const declared = declaredIn(folders, name);
      expect([name, declared]).toEqual([name, expect.any(String)]);
      if (value === undefined || !/^[\d_]+(?: \* [\d_]+)*$/.test(declared ?? '')) return;
      const factors = declared?.split(' * ').map((factor) => Number(factor.replaceAll('_', ''))) ?? [];
      expect(factors.reduce((product, factor) => product * factor, 1)).toBe(value);
    },
  );

  it('is one of many', () => expect(named.length).toBeGreaterThan(90));
});

describe('docs/errors.md', () => {
  const page = read('errors.md');

  it('has the codes as they are: npm run docs:errors writes them', () => {
    expect(withErrorCodes(page)).toBe(page);
  });

  it.each(Object.entries(contract.PROBLEM_KINDS))(
    'lists the code %s below its status',
    (code, { status }) => {
      const section = page.split(`\n## ${status}\n`)[1]?.split('\n## ')[0] ?? '';
      expect(section).toContain(`\n| \`${code}\` |`);
    },
  );

  it.each(contract.PROBLEM_CODES)('lists the problem %s of a field', (code) => {
    expect(page.split('\n## Problems of a field\n')[1]).toContain(`\n| \`${code}\` |`);
  });
});

describe('a problem document', () => {
  it('matches its schema, for every code', () => {
    for (const code of Object.keys(contract.PROBLEM_KINDS) as contract.ProblemKindCode[]) {
      const document = contract.problemDocument(
        code,
        { detail: 'Why.', extensions: { accepted: 0 } },
        'request-1',
      );
      expect(contract.problemDocumentSchema.parse(document)).toEqual(document);
      expect(document).toMatchObject({
        type: `urn:token-ledger:problem:${code}`,
        requestId: 'request-1',
        accepted: 0,
      });
    }
  });

  it('marks as retryable only what may succeed later', () => {
    const retryable = Object.entries(contract.PROBLEM_KINDS).filter(([, kind]) => kind.retryable);
    expect(retryable.map(([code]) => code)).toEqual([
      'report_changed',
      'report_running',
      'failed_message_busy',
      'budget_changed',
      'changed_meanwhile',
      'rebuild_running',
      'rate_limited',
      'internal_error',
      'not_stored',
    ]);
  });
});
