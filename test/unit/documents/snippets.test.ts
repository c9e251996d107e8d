import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CODE_BLOCKS } from '../../support/documents/code-blocks.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Which test runs or checks every block of a language. */
const TESTED: Readonly<Record<string, string>> = {
  sh: 'test/unit/documents/shell-snippets.test.ts',
  json: 'test/unit/documents/json-snippets.test.ts',
  ts: 'test/slow/typed-snippets.test.ts',
  js: 'test/slow/typed-snippets.test.ts',
  python: 'test/slow/typed-snippets.test.ts',
};

/** Blocks that no test of a language runs, by document: why, or what checks them instead. */
const OTHERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'CONTRIBUTING.md': { '': 'a tree of folders; documents.test.ts looks for the paths' },
  'docs/architecture.md': {
    '': 'a tree of folders',
    mermaid: 'documents.test.ts compares it with the functions',
  },
  'docs/cli.md': { text: 'test/cli/docs.test.ts: written from the commands' },
  'docs/configuration.md': { '': 'output: test/template/configuration.test.ts has such problems' },
  'docs/events.md': { yaml: 'test/integration/suites/events.ts deploys it' },
  'docs/figures.md': {
    mermaid: 'a chart; test/unit/scripts/bench-report.test.ts has the code that writes it',
  },
  'docs/logs.md': { '': 'a filter pattern of CloudWatch Logs, which needs AWS' },
  'docs/migrate-symfony.md': { php: 'the tests have no PHP' },
  'docs/operations.md': { '': 'output of the audit' },
};

describe('a snippet', () => {
  it('is of a language that a test runs, or is named here with the reason why not', () => {
    const untested = CODE_BLOCKS.filter(({ language }) => !(language in TESTED));
    const reasons = untested.map(({ document, language }) => [document, OTHERS[document]?.[language]]);
    expect(reasons.filter(([, reason]) => reason === undefined)).toEqual([]);
  });

  it('that is named with a reason exists', () => {
    for (const [document, languages] of Object.entries(OTHERS))
      for (const language of Object.keys(languages))
        expect(CODE_BLOCKS).toContainEqual(expect.objectContaining({ document, language }));
  });

  it('is checked by a test that asks for its language', () => {
    for (const [language, file] of Object.entries(TESTED))
      expect(readFileSync(join(ROOT, file), 'utf8')).toMatch(new RegExp(`blocksIn\\([^)]*'${language}'`));
  });
});

it('the template in the guide of events is deployed by the integration run', () => {
  const suite = readFileSync(join(ROOT, 'test/integration/suites/events.ts'), 'utf8');
  expect(suite).toContain("readFileSync('docs/events.md'");
});
