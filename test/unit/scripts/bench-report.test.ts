import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { naiveReadUnits } from '../../../bench/naive/naive-reads.ts';
import { naiveUnits, packedUnits } from '../../../bench/naive/naive-units.ts';
import { publishedPicoDollars } from '../../../bench/prices/published-price.ts';
import { CALL_KINDS, randomCalls } from '../../../bench/prices/random-calls.ts';
import { realisticRecords } from '../../../bench/realistic-records.ts';
import { mergeBaseline, readBaseline, regressions } from '../../../bench/report/baseline.ts';
import { whoTakesMore } from '../../../bench/report/compared.ts';
import { withGeneratedSection } from '../../../bench/report/generated-section.ts';
import { cell, markdownOf } from '../../../bench/report/markdown.ts';
import { PARTS } from '../../../bench/report/part.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..');

describe('counted figures beside their baseline', () => {
  it('may grow by the tolerance, and by no more', () => {
    expect(regressions({ bytes: 1000 }, { bytes: 1020 }, 0.02)).toEqual([]);
    expect(regressions({ bytes: 1000 }, { bytes: 1021 }, 0.02)).toEqual([
      'bytes is 1021, 2.1 % more than 1000 in bench/baseline.json.',
    ]);
  });

  it('may shrink, and must be there', () => {
    expect(regressions({ bytes: 1000 }, { bytes: 10 }, 0.02)).toEqual([]);
    expect(regressions({}, { units: 1 }, 0.02)).toEqual(['units is not in bench/baseline.json.']);
  });

  it('replace those of the same name, keep the others, and are in order', () => {
    const merged = mergeBaseline({ c: 3, b: 2 }, { b: 1.23456789, a: 1 });
    expect(Object.entries(merged)).toEqual([
      ['a', 1],
      ['b', 1.23457],
      ['c', 3],
    ]);
  });

  it('are there for units, queries and functions', () => {
    const names = Object.keys(readBaseline());
    for (const beginning of [
      'write units a record:',
      'read units a record:',
      'bytes of',
      'read units at 10 million',
    ])
      expect(names.filter((name) => name.startsWith(beginning)).length).toBeGreaterThan(4);
  });
});

describe('the report', () => {
  it('has a module for each part', () => {
    for (const part of PARTS)
      expect([part, existsSync(join(REPOSITORY, 'bench', 'parts', `${part}.ts`))]).toEqual([part, true]);
  });

  it('shows tables, charts, and goals that were missed', () => {
    const text = markdownOf([
      {
        part: 'cost',
        seconds: 1,
        report: {
          title: 'Cost',
          method: 'Counted.',
          tables: [{ columns: ['what', 'units'], rows: [['a | b', 1234.5]] }],
          charts: [{ title: 'Units', unit: 'units', bars: [['one', 10]] }],
          missed: ['Too much.'],
        },
      },
    ]);
    expect(text).toContain('## Cost\n\nCounted.\n\n| what | units |\n|---|---|\n| a \\| b | 1,235 |');
    expect(text).toContain('x-axis ["one"]\n  y-axis "units" 0 --> 11\n  bar [10]');
    expect(text).toContain('Goals that were missed:\n\n- Too much.');
  });

  it('begins with what was found by all parts, in the words of each', () => {
    const part = (name: 'cost' | 'queries', findings: readonly string[]) => ({
      part: name,
      seconds: 1,
      report: { title: name, method: 'Counted.', findings, tables: [] },
    });
    const text = markdownOf([part('cost', ['It costs less.']), part('queries', ['They take more.'])]);
    expect(text).toMatch(/^## In short\n\n- It costs less\.\n- They take more\.\n\n## cost\n/);
    expect(markdownOf([part('cost', [])])).not.toContain('In short');
  });

  it('says who takes more, in either order', () => {
    const sentence = 'The other takes 2.5 times as much CPU as the ledger.';
    expect(whoTakesMore('CPU', ['the ledger', 4], ['the other', 10])).toBe(sentence);
    expect(whoTakesMore('CPU', ['the other', 10], ['the ledger', 4])).toBe(sentence);
    expect(whoTakesMore('CPU', ['the ledger', 1234], ['b', 1], 'at night')).toBe(
      'At night, the ledger takes 1234 times as much CPU as b.',
    );
    expect(whoTakesMore('CPU', ['a', 100], ['b', 104])).toBe('B takes as much CPU as a.');
  });

  it('shows why a part failed', () => {
    expect(markdownOf([{ part: 'gateway', seconds: 1, failure: 'pip is missing' }])).toContain(
      'pip is missing',
    );
  });

  it.each([
    [1_234_567, '1,234,567'],
    [12.345, '12.3'],
    [0.012345, '0.0123'],
    ['text', 'text'],
  ])('writes %p as %s', (value, text) => {
    expect(cell(value)).toBe(text);
  });

  it('replaces the generated section of the figures, and nothing else', async () => {
    const document = await readFile(join(REPOSITORY, 'docs', 'figures.md'), 'utf8');
    const replaced = withGeneratedSection(document, 'new');
    const [before] = document.split('<!-- bench: begin -->');
    const [, after] = document.split('<!-- bench: end -->');
    expect(replaced).toBe(`${before}<!-- bench: begin -->\n\nnew\n\n<!-- bench: end -->${after}`);
    expect(() => withGeneratedSection('no section', 'new')).toThrow('The document has no section');
  });
});

describe('the designs beside the ledger', () => {
  it('write a record, two indexes and nine counters, each twice as dear in a transaction but the indexes', () => {
    const records = realisticRecords(10);
    expect(naiveUnits(records)).toMatchObject({ plain: 120, transactional: 220 });
    // A repeated delivery costs as much again.
    expect(naiveUnits([...records, ...records]).plain).toBe(240);
  });

  it('read the counters of thirty days in half a unit, of a year in more', () => {
    const [record] = realisticRecords(1);
    if (!record) throw new Error('There is no record.');
    expect(naiveReadUnits(record, 30)).toBe(0.5);
    expect(naiveReadUnits(record, 365)).toBeGreaterThan(3);
  });

  it('pack a batch into as many units as it has kilobytes', async () => {
    const records = realisticRecords(100);
    const packed = await packedUnits([records]);
    expect(packed).toBeGreaterThan(1);
    expect(packed).toBeLessThan(12);
    expect(await packedUnits([records, records])).toBe(2 * packed);
  });
});

describe('the published price of a call', () => {
  const usage = {
    input_tokens: 1_000_000,
    output_tokens: 1_000_000,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    service_tier: 'standard',
  } as const;
  const price = (fields: object, model = 'claude-opus-5-5') =>
    Number(
      publishedPicoDollars({
        kind: 'plain',
        model,
        occurredAtMs: Date.UTC(2026, 10, 21),
        usage: { ...usage, ...fields },
      }),
    ) / 1e12;

  it.each([
    ['at list', {}, 24],
    ['in a batch: half', { service_tier: 'batch' }, 12],
    ['fast', { speed: 'fast' }, 48],
    ['in the US: a tenth more', { inference_geo: 'us' }, 26.4],
    ['with a million reads of the cache', { cache_read_input_tokens: 1_000_000 }, 24.2],
  ])('%s', (_, fields, usd) => {
    expect(price(fields)).toBeCloseTo(usd, 9);
  });

  it('is worked out for each kind of call', () => {
    const calls = randomCalls(CALL_KINDS.length * 5, Date.UTC(2026, 10, 21));
    expect(new Set(calls.map(({ kind }) => kind))).toEqual(new Set(CALL_KINDS));
    for (const call of calls) expect(publishedPicoDollars(call)).toBeGreaterThan(0n);
  });

  it('is refused for a model without one', () => {
    expect(() => price({}, 'claude-none')).toThrow('There is no price of claude-none on 2026-11-21.');
  });
});
