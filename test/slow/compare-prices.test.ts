import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHIPPED_PRICE_BOOK } from '@token-ledger/core';
import { comparePrices, withoutPrice } from '../../packages/cli/src/prices/compare.ts';
import { readGenaiPricesTable } from '../../packages/cli/src/prices/genai-prices.ts';
import { withoutKnown } from '../../packages/cli/src/prices/known-differences.ts';
import { shiftDecimal } from '../../packages/cli/src/prices/listed-price.ts';
import { readLiteLlmTable } from '../../packages/cli/src/prices/litellm.ts';
import { readSdkModels } from '../../packages/cli/src/prices/sdk-models.ts';

/** In the form of the published table: numbers with and without exponents, among other fields and providers. */
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
  },
  "us.anthropic.claude-sonnet-4-5-20250929-v1:0": {
    "litellm_provider": "bedrock_converse", "input_cost_per_token": 3.3e-06, "cache_read_input_token_cost": 3.3e-07
  },
  "us-gov.anthropic.claude-haiku-5-5": {
    "litellm_provider": "bedrock", "input_cost_per_token_above_100k_tokens": 6e-07
  },
  "bedrock/us-east-1/anthropic.claude-sonnet-4-6": { "litellm_provider": "bedrock", "input_cost_per_token": 1 }
}`;

/** As the module is written: one expression of constructor calls. */
const GENAI = `"""DO NOT EDIT"""
import datetime
from decimal import Decimal

from .types import *

__all__ = ('providers',)

providers: list[Provider] = [
    Provider(id='openai', models=[ModelInfo(id='gpt-5', prices=ModelPrice(input_mtok=Decimal('1.25')))]),
    Provider(
        id='anthropic',
        price_comments="it's",
        models=[
            ModelInfo(
                id='claude-opus-4-6',
                match=ClauseRegex(regex='^claude-opus-4-6-\\d{8}$'),
                prices=[
                    ConditionalPrice(prices=ModelPrice(
                        input_mtok=TieredPrices(base=Decimal('5'), tiers=[Tier(start=200000, price=Decimal('10'))]),
                        output_mtok=Decimal('25'))),
                    ConditionalPrice(
                        constraint=StartDateConstraint(start_date=datetime.date(2026, 3, 13)),
                        prices=ModelPrice(input_mtok=Decimal('5'), output_mtok=Decimal('25.0'))),
                ],
            ),
            ModelInfo(
                id='claude-fable-5-2',
                prices=ModelPrice(input_mtok=Decimal('8'), cache_write_1h_mtok=Decimal('16'), output_mtok=Decimal('40')),
                price_variants=[
                    PriceVariant(when={'processing': 'batch'}, prices=ModelPrice(input_mtok=Decimal('4'))),
                    PriceVariant(when={'speed': 'fast'}, prices=ModelPrice(
                        input_mtok=Decimal('16'), output_mtok=Decimal('80'), cache_read_mtok=Decimal('0.4'))),
                ],
            ),
        ],
    ),
]
`;

describe('the comparison of prices', () => {
  it('finds none if the decimals are equal', () => {
    const { differences, notInTable, same } = compare(SAME, '2026-11-21');
    expect(differences).toEqual([]);
    expect(same).toBe(11);
    expect(notInTable).toContain('claude-opus-5-5');
    expect(notInTable).not.toContain('claude-haiku-5-5');
  });

  it('finds the smallest difference, that a floating-point number may hide', () => {
    expect(messages(compare(SAME.replace('3e-06,', '3.0000000000000000000001e-06,'), '2026-11-21'))).toEqual([
      'claude-sonnet-4-5-20250929: input_cost_per_token is 3.0000000000000000000001 USD per million tokens in the table, 3 in the book',
    ]);
  });

  it('finds models and prompt sizes that the book does not have', () => {
    const table = SAME.replace('"claude-haiku-5-5"', '"claude-haiku-5-6"').replace(
      '"mode"',
      '"input_cost_per_token_above_200k_tokens": 6e-06, "mode"',
    );
    expect(messages(compare(table, '2026-11-21'))).toEqual([
      'claude-sonnet-4-5-20250929: input_cost_per_token_above_200k_tokens is 6 USD per million tokens in the table, missing in the book',
      'claude-haiku-5-6: the book has no price for 2026-11-21',
    ]);
  });

  it('takes the prices of the day', () => {
    const table = SAME.replace('"mode"', '"input_cost_per_token_above_200k_tokens": 6e-06, "mode"');
    expect(messages(compare(table, '2026-04-29'))).toEqual([
      'claude-haiku-5-5: the book has no price for 2026-04-29',
      'us-gov.anthropic.claude-haiku-5-5: the book has no price for 2026-04-29',
    ]);
    expect(compare(table, '2026-04-30').differences).toHaveLength(3);
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

describe('the ids of Bedrock', () => {
  it('have the surcharge of their geography', () => {
    const list = SAME.replace('3.3e-06', '3e-06').replace('6e-07', '5e-07');
    expect(messages(compare(list, '2026-11-21'))).toEqual([
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0: input_cost_per_token is 3 USD per million tokens in the table, 3.3 in the book',
      'us-gov.anthropic.claude-haiku-5-5: input_cost_per_token_above_100k_tokens is 0.5 USD per million tokens in the table, 0.6 in the book',
    ]);
  });
});

describe('a difference that is known', () => {
  const difference = (id: string, field?: string) => ({ id, ...(field && { field }), message: '' });

  it('is separated from what is news, with its reason', () => {
    const old = [
      difference('eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'input_cost_per_token_above_200k_tokens'),
      difference('claude-sonnet-4-5', 'input_mtok above 200000'),
      difference('claude-mythos-preview', 'input_cost_per_token'),
    ];
    const news = [
      difference('claude-sonnet-4-5', 'input_mtok'),
      difference('claude-sonnet-4-6', 'input_mtok above 200000'),
      difference('claude-fable-6'),
    ];
    const parted = withoutKnown([...old, ...news]);
    expect(parted.news).toEqual(news);
    expect([...parted.known.values()].map((ids) => [...ids])).toEqual([
      ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
      ['claude-mythos-preview'],
    ]);
  });
});

describe('the table of genai-prices', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genai-prices-'));
    await writeFile(join(folder, 'data.py'), GENAI);
    await writeFile(join(folder, 'broken.py'), 'providers: list = [');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const read = (day: string) => readGenaiPricesTable(join(folder, 'data.py'), day);

  it('is read by the day, with tiers and those of speed fast', async () => {
    const table = await read('2026-03-12');
    expect(Object.fromEntries(table)).toEqual({
      'claude-opus-4-6': [
        { field: 'input_mtok', kind: 'input', usd: '5' },
        { field: 'input_mtok above 200000', kind: 'input', promptTokens: 200_000, usd: '10' },
        { field: 'output_mtok', kind: 'output', usd: '25' },
      ],
      'claude-fable-5-2': [
        { field: 'input_mtok', kind: 'input', usd: '8' },
        { field: 'output_mtok', kind: 'output', usd: '40' },
        { field: 'cache_write_1h_mtok', kind: 'cacheCreation1h', usd: '16' },
        { field: 'input_mtok', kind: 'input', fast: true, usd: '16' },
        { field: 'output_mtok', kind: 'output', fast: true, usd: '80' },
      ],
    });
    expect((await read('2026-03-13')).get('claude-opus-4-6')).toHaveLength(2);
  });

  it('agrees with the book where both have a price', async () => {
    const compared = comparePrices(SHIPPED_PRICE_BOOK, await read('2026-11-21'), '2026-11-21');
    expect(compared).toMatchObject({ differences: [], same: 7 });
    expect(messages(comparePrices(SHIPPED_PRICE_BOOK, await read('2026-11-08'), '2026-11-08'))).toEqual([
      'claude-fable-5-2: the book has no price for 2026-11-08',
    ]);
  });

  it('is not any file', async () => {
    await expect(readGenaiPricesTable(join(folder, 'broken.py'), '2026-11-21')).rejects.toThrow(
      'SyntaxError',
    );
    await expect(readGenaiPricesTable(join(folder, 'none.py'), '2026-11-21')).rejects.toThrow('none.py');
  });
});

describe('the models of the SDK', () => {
  it('all have a price', async () => {
    const models = await readSdkModels();
    expect(models).toContain('claude-fable-5-2');
    expect(models.length).toBeGreaterThan(20);
    expect(withoutPrice(SHIPPED_PRICE_BOOK, models, '2026-11-29')).toEqual([]);
  });

  it('that are newer than the book are named', () => {
    expect(withoutPrice(SHIPPED_PRICE_BOOK, ['claude-fable-5-2', 'claude-fable-6'], '2026-11-29')).toEqual([
      'claude-fable-6',
    ]);
  });
});

describe('token-ledger prices compare', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compare-prices-'));
    await writeFile(join(folder, 'same.json'), SAME);
    await writeFile(join(folder, 'other.json'), SAME.replace('3e-06', '4e-06'));
    await writeFile(join(folder, 'broken.json'), '{');
    await writeFile(join(folder, 'none.json'), '{}');
    await writeFile(join(folder, 'data.py'), GENAI);
    await writeFile(join(folder, 'new.d.ts'), "export type Model = 'claude-fable-5-2' | 'claude-fable-6';\n");
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('ends with exit code 0 without a difference, and 1 with one', async () => {
    const day = ['--as-of', '2026-11-21'];
    const same = await run('--litellm', 'same.json', '--genai-prices', 'data.py', ...day);
    expect(same.code).toBe(0);
    expect(same.output).toContain('LiteLLM: 11 prices are equal, 0 differ.');
    expect(same.output).toContain('genai-prices: 7 prices are equal, 0 differ.');
    expect(same.output).not.toContain('not compared');
    expect(await run('--litellm', 'other.json', ...day)).toEqual({
      code: 1,
      output: expect.stringContaining(
        'input_cost_per_token is 4 USD per million tokens in the table, 3 in the book',
      ),
    });
    expect(await run('--sdk', 'new.d.ts', ...day)).toEqual({
      code: 1,
      output: expect.stringContaining('SDK: claude-fable-6: the book has no price for 2026-11-21'),
    });
  });

  it('says which tables it did not compare, because nobody named them', async () => {
    const [litellm, genaiPrices] = [
      'LiteLLM: not compared; name its file with --litellm.',
      'genai-prices: not compared',
    ];
    const none = await run();
    expect(none.output).toContain(litellm);
    expect(none.output).toContain(genaiPrices);
    const one = await run('--litellm', 'same.json', '--as-of', '2026-11-21');
    expect(one.output).not.toContain(litellm);
    expect(one.output).toContain(genaiPrices);
  });

  it.each([
    ['same.json'],
    ['--litellm', 'missing.json'],
    ['--litellm', 'broken.json'],
    ['--litellm', 'none.json'],
    ['--genai-prices', 'same.json'],
    ['--sdk', 'same.json'],
    ['--as-of', 'today'],
    ['--strange'],
  ])('called wrongly with %j %j ends with exit code 2', async (...args) => {
    expect((await run(...args.filter((arg) => arg !== undefined))).code).toBe(2);
  });

  async function run(...args: string[]): Promise<{ code: number; output: string }> {
    const script = join(import.meta.dirname, '../../packages/cli/src/main.ts');
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [script, 'prices', 'compare', ...args],
        { cwd: folder },
        (_, stdout) => resolve({ code: child.exitCode ?? -1, output: stdout }),
      );
    });
  }
});

function messages({ differences }: ReturnType<typeof comparePrices>): readonly string[] {
  return differences.map(({ message }) => message);
}

function compare(table: string, day: string) {
  return comparePrices(SHIPPED_PRICE_BOOK, readLiteLlmTable(table), day);
}
