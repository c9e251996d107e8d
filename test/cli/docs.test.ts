import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { VERSION } from '../../packages/cli/src/version.ts';
import { withReference } from '../../scripts/cli-docs/reference.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

describe('the page of the command line', () => {
  it('has the commands as they are: npm run docs:cli writes them', () => {
    const page = read('docs/cli.md');
    expect(withReference(page)).toBe(page);
    expect(page).toContain('## doctor');
  });

  it('is of the version of the package', () => {
    expect((JSON.parse(read('packages/cli/package.json')) as { version: string }).version).toBe(VERSION);
  });
});
