import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CHECKS } from '../../packages/cli/src/doctor/checks.ts';
import { VERSION } from '../../packages/cli/src/version.ts';
import { withReference } from '../../scripts/cli-docs/reference.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

describe('the page of the command line', () => {
  it('has the commands as they are: npm run docs:cli writes them', () => {
    const page = read('docs/cli.md');
    expect(withReference(page)).toBe(page);
    expect(page).toContain('## doctor');
  });

  it('lists the checks of the doctor in their order', () => {
    const [, section = ''] = /\n## The doctor\n(.+?)\n# /s.exec(read('docs/cli.md')) ?? [];
    const rows = [...section.matchAll(/^\| (?!check|---)([^|]+) \|/gm)].map(([, name]) => name);
    const names = CHECKS.map(({ name }) => name);
    const ways = names.filter((name) => name.startsWith('record over '));
    const inOneRow = `record over ${ways.map((name) => name.replace('record over ', '')).join(', ')}`;
    expect(rows).toEqual([...new Set(names.map((name) => (ways.includes(name) ? inOneRow : name)))]);
  });

  it('is of the version of the package', () => {
    expect((JSON.parse(read('packages/cli/package.json')) as { version: string }).version).toBe(VERSION);
  });
});
