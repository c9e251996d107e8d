import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { comparePrices } from '../../scripts/operator/prices/compare.ts';
import { readLiteLlmTable, shiftDecimal } from '../../scripts/operator/prices/litellm.ts';

/** As the table is written: numbers with and without exponents, other fields and providers beside them. */
const SAME = `{
  "sample_spec": { "litellm_provider": "one of https://docs.litellm.ai/docs/providers", "input_cost_per_token": 0.0 },
  "gpt-5": { "litellm_provider": "openai", "input_cost_per_token": 1.25e-06 },
  "claude-sonnet-4-5-20250929": {
    "litellm_provider": "anthropic", "mode": "chat", "max_tokens": 64000,
    "input_cost_per_token": 3e-06, "output_cost_per_token": 0.000015,
    "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6E-6,
    "cache_read_input_token_cost": 3.0e-07, "supports_vision": true,
    "search_context_cost_per_query": { "search_context_size_high": 0.01 },
    "input_cost_per_image": 0.0048
  },
  "claude-haiku-5-5": {
    "litellm_provider": "anthropic", "input_cost_per_token": 1e-07,
    "input_cost_per_token_above_100k_tokens": 5e-7, "cache_read_input_token_cost_above_100k_tokens": 5e-8
  }
}`;

describe('the comparison of prices', () => {
  it('finds none where the decimals are the same', () => {
    const { differences, notInTable, same } = compare(SAME, '2026-11-21');
    expect(differences).toEqual([]);
    expect(same).toBe(8);
    expect(notInTable).toContain('claude-opus-5-5');
    expect(notInTable).not.toContain('claude-haiku-5-5');
  });

  it('finds the smallest difference, that a floating-point number may hide', () => {
    expect(
      compare(SAME.replace('3e-06,', '3.0000000000000000000001e-06,'), '2026-11-21').differences,
    ).toEqual([
      'claude-sonnet-4-5-20250929: input_cost_per_token is 3.0000000000000000000001 USD per million tokens in the table, 3 in the book',
    ]);
  });

  it('finds models and prompt sizes that the book does not have', () => {
    const table = SAME.replace('"claude-haiku-5-5"', '"claude-haiku-5-6"').replace(
      '"mode"',
      '"input_cost_per_token_above_200k_tokens": 6e-06, "mode"',
    );
    expect(compare(table, '2026-11-21').differences).toEqual([
      'claude-sonnet-4-5-20250929: input_cost_per_token_above_200k_tokens is 6 USD per million tokens in the table, missing in the book',
      'claude-haiku-5-6: the book has no price for 2026-11-21',
    ]);
  });

  it('takes the prices of the day', () => {
    const table = SAME.replace('"mode"', '"input_cost_per_token_above_200k_tokens": 6e-06, "mode"');
    expect(compare(table, '2026-04-29').differences).toEqual([
      'claude-haiku-5-5: the book has no price for 2026-04-29',
    ]);
    expect(compare(table, '2026-04-30').differences).toHaveLength(2);
  });

  it.each([
    ['3e-06', 6, '3'],
    ['1.25E-06', 6, '1.25'],
    ['0.000015', 6, '15'],
    ['1e-7', 6, '0.1'],
    ['5e-8', 6, '0.05'],
    ['0.0', 6, '0'],
    ['0', 6, '0'],
    ['12', 0, '12'],
    ['120', 0, '120'],
    ['2.50', 0, '2.5'],
    ['1e+2', 0, '100'],
    ['-1e-6', 6, '-1'],
  ])('reads %s times 10^%d as %s', (number, shift, decimal) => {
    expect(shiftDecimal(number, shift)).toBe(decimal);
  });
});

describe('npm run compare-prices', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compare-prices-'));
    await writeFile(join(folder, 'same.json'), SAME);
    await writeFile(join(folder, 'other.json'), SAME.replace('3e-06', '4e-06'));
    await writeFile(join(folder, 'broken.json'), '{');
    await writeFile(join(folder, 'none.json'), '{}');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('ends with exit code 0 without a difference, and 1 with one', async () => {
    expect(await run('same.json', '--as-of', '2026-11-21')).toEqual({
      code: 0,
      output: expect.stringContaining('8 prices are equal, 0 differ.'),
    });
    expect(await run('other.json', '--as-of', '2026-11-21')).toEqual({
      code: 1,
      output: expect.stringContaining(
        'input_cost_per_token is 4 USD per million tokens in the table, 3 in the book',
      ),
    });
  });

  it.each([
    [],
    ['same.json', 'other.json'],
    ['missing.json'],
    ['broken.json'],
    ['none.json'],
    ['same.json', '--as-of', 'today'],
    ['same.json', '--strange'],
  ])('called wrongly with %j %j %j ends with exit code 2', async (...args) => {
    expect((await run(...args.filter((arg) => arg !== undefined))).code).toBe(2);
  });

  async function run(...args: string[]): Promise<{ code: number; output: string }> {
    const script = join(import.meta.dirname, '../../scripts/operator/compare-prices.ts');
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [script, ...args], { cwd: folder }, (_, stdout) =>
        resolve({ code: child.exitCode ?? -1, output: stdout }),
      );
    });
  }
});

function compare(table: string, day: string) {
  return comparePrices(SHIPPED_PRICE_BOOK, readLiteLlmTable(table), day);
}
