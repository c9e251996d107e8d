import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PARTITION_KEY, SIGNING_KEYS, SORT_KEY } from '@token-ledger/aws';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const text = read('docs/security.md');

/** The rows below a heading, without those of its head. */
const rowsBelow = (heading: string) =>
  [...(text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| (.+) \|$/gm)]
    .slice(1)
    .map(([, row = '']) => row.split(' | '));

describe('the threat model', () => {
  const attacks = rowsBelow('Attacks and defences').map(([attack = '', , test = '']) => ({
    attack,
    test: /^`(test\/[^`]+)`: (.+)$/.exec(test)?.slice(1) ?? [],
  }));

  it('has a test for every attack', () => {
    expect(attacks.length).toBeGreaterThan(35);
    expect(attacks.filter(({ test }) => test.length !== 2)).toEqual([]);
  });

  it.each(attacks.map(({ test: [file = '', title = ''] }) => [file, title] as const))(
    'names a test that exists: %s › %s',
    (file, title) => {
      expect(existsSync(join(ROOT, file)) && read(file)).toContain(title);
    },
  );

  it('names every test of attacks', () => {
    const tests = globSync('test/**/*{attacks,hostile}*.test.ts', { cwd: ROOT });
    expect(tests.length).toBeGreaterThanOrEqual(5);
    expect(tests.filter((file) => !text.includes(file))).toEqual([]);
  });
});

describe('the rotation of secrets', () => {
  it.each(Object.values(SIGNING_KEYS))('deletes the key that is stored: %j', (key) => {
    const stored = { [PARTITION_KEY]: { S: key[PARTITION_KEY] }, [SORT_KEY]: { S: key[SORT_KEY] } };
    expect(text.replaceAll(/[" ]/g, '')).toContain(JSON.stringify(stored).replaceAll('"', ''));
  });
});
