import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const json = (name: string) => JSON.parse(read(name)) as Readonly<Record<string, never>>;

/** Six metrics more than without usage: test/handlers/metrics-of-usage.test.ts lists them. */
const METRICS_WITH_USAGE_USD = 6 * 0.3;

/** The cells of the rows below a heading. */
const rowsBelow = (document: string, heading: string) =>
  [...(read(document).split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '').matchAll(/^\| (.+) \|$/gm)].map(
    ([, row = '']) => row.split(' | '),
  );

describe('a figure of the README', () => {
  const figures = rowsBelow('README.md', 'Figures').flatMap(([what = '', figure = '', source = '']) => {
    const [, page] = /\]\(([^)#]+)/.exec(source) ?? [];
    return page === undefined ? [] : [[what, figure, page] as const];
  });

  it.each(figures)('%s: %s is in %s', (_, figure, page) => {
    const numbers = figure.match(/\$?\d[\d,.]*\d|\b\d+\b/g) ?? [];
    expect(numbers.filter((number) => !/^(?:50|99|100)$/.test(number)).length).toBeGreaterThan(0);
    expect(numbers.filter((number) => !read(page).includes(number))).toEqual([]);
  });

  it('exists', () => expect(figures).toHaveLength(rowsBelow('README.md', 'Figures').length - 1));
});

describe('the bill by volume in docs/cost.md', () => {
  /** Dollars of a million records at a load, as they were counted, by records per request. */
  const counted = Map.groupBy(
    [...read('docs/figures.md').matchAll(/^\| ([\d,]+) \| (?:1|10|100) \| \$([\d.]+) \|/gm)],
    ([, perDay = '']) => Number(perDay.replaceAll(',', '')),
  );
  const perMillion = (perDay: number) => counted.get(perDay)?.map(([, , usd]) => Number(usd));
  const dollars = (text = '') => Number(text.replaceAll(/[$,]/g, ''));
  const [, idle, ...volumes] = rowsBelow('docs/cost.md', 'By volume');

  it.each(volumes)('%s: %s, %s and %s follow from the figures', (volume, ...amounts) => {
    const [, records = '', million, perDay = '', millionADay] =
      /^([\d,]+)( million)? \(([\d,]+|a)( million)? a day\)$/.exec(volume ?? '') ?? [];
    const millions = million ? dollars(records) : dollars(records) / 1e6;
    const load = (perDay === 'a' ? 1 : dollars(perDay)) * (millionADay ? 1e6 : 1);
    expect(millions * 1e6).toBe(30 * load);
    const sums = perMillion(load)?.map((usd) => dollars(idle?.[1]) + METRICS_WITH_USAGE_USD + millions * usd);
    expect(sums).toHaveLength(amounts.length);
    sums?.forEach((sum, index) => {
      expect(Math.abs(dollars(amounts[index]) - sum)).toBeLessThanOrEqual(Math.max(0.5, 0.015 * sum));
    });
  });

  it('exists', () => expect(volumes.length).toBeGreaterThan(2));
});

describe('a version that docs/versions.md says was tested', () => {
  const { devDependencies } = json('package.json') as Readonly<
    Record<string, Readonly<Record<string, string>>>
  >;
  const oldest = devDependencies?.['anthropic-sdk-oldest']?.split('@').at(-1) ?? '';
  const rows = rowsBelow('docs/versions.md', 'What runs with what');
  const tested = (part: string) => rows.find(([what = '']) => what.startsWith(part))?.at(-1) ?? '';

  it.each([
    ['the repository', devDependencies?.['node']],
    ['the emulator', /^ministack==([\d.]+)/m.exec(read('scripts/local/requirements.txt'))?.[1]],
    ['the middleware', devDependencies?.['@anthropic-ai/sdk']],
    ['the middleware', oldest],
    ['Bedrock and Vertex', devDependencies?.['@anthropic-ai/bedrock-sdk']],
    ['Bedrock and Vertex', devDependencies?.['@anthropic-ai/vertex-sdk']],
    ['the Vercel AI SDK', devDependencies?.['ai']],
    ['the Vercel AI SDK', devDependencies?.['@ai-sdk/anthropic']],
    ['`token-ledger` for Python', /anthropic` (2\.[\d.]+\d)/.exec(read('clients/python/README.md'))?.[1]],
    ['Claude Code', /Claude Code ([\d.]+\d):/.exec(read('docs/proof.md'))?.[1]],
  ])('%s: %s', (part, version) => {
    expect(version).toMatch(/^\d+\.\d+/);
    expect(tested(part)).toContain(version);
  });

  it('is of a part whose package asks for what the page says', () => {
    const needs = (part: string) => rows.find(([what = '']) => what.startsWith(part))?.[1] ?? '';
    for (const [part, file] of [
      ['the repository', 'package.json'],
      ['`@token-ledger/client`', 'packages/client/package.json'],
      ['`@token-ledger/cli`', 'packages/cli/package.json'],
    ] as const) {
      const { engines } = json(file) as Readonly<Record<string, { readonly node?: string }>>;
      expect([part, needs(part)]).toEqual([
        part,
        expect.stringContaining(`Node.js ${engines?.node?.replace('>=', '')} or newer`),
      ]);
    }
  });
});
