import { describe, expect, it } from '@jest/globals';
import {
  checkPriceBook,
  createPricer,
  NO_TOKENS,
  type PriceEntry,
  SHIPPED_PRICE_BOOK,
  withoutAbsent,
} from '@token-ledger/core';
import { usageRecord } from '../../support/records.ts';

/** US dollars per million tokens: input, 5-minute and 1-hour cache writes, cache reads, output. */
const FIGURES = `
  claude-fable-5-2   from 2026-11-09                 8     10     16   0.2   40    fast 16 80
  claude-mythos-5-2  from 2026-11-09                 8     10     16   0.2   40    fast 16 80
  claude-fable-5-1   from 2026-09-01                 10    12.5   20   0.25  50
  claude-mythos-5-1  from 2026-09-01                 10    12.5   20   0.25  50
  claude-fable-5                                     10    12.5   20   1     50
  claude-mythos-5                                    10    12.5   20   1     50
  claude-mythos-preview                              25    31.25  50   2.5   125
  claude-opus-5-5    from 2026-09-22                 4     5      8    0.2   20    fast 8 40
  claude-opus-5      from 2026-07-24                 5     6.25   10   0.5   25    fast 10 50
  claude-opus-4-8                                    5     6.25   10   0.5   25    fast 10 50
  claude-opus-4-7                                    5     6.25   10   0.5   25
  claude-opus-4-5                                    5     6.25   10   0.5   25
  claude-opus-4-6    to 2026-03-12                   5     6.25   10   0.5   25    above 200000 10 12.5 20 1 37.5
  claude-opus-4-6    from 2026-03-12                 5     6.25   10   0.5   25
  claude-opus-4-1                                    15    18.75  30   1.5   75
  claude-opus-4                                      15    18.75  30   1.5   75
  claude-3-opus                                      15    18.75  30   1.5   75
  claude-sonnet-5-5  from 2026-09-28 to 2026-10-07   2     2.5    4    0.2   10
  claude-sonnet-5-5  from 2026-10-07                 2     2.5    4    0.1   10
  claude-sonnet-5                                    2     2.5    4    0.2   10
  claude-sonnet-4-6  to 2026-03-12                   3     3.75   6    0.3   15    above 200000 6 7.5 12 0.6 22.5
  claude-sonnet-4-6  from 2026-03-12                 3     3.75   6    0.3   15
  claude-sonnet-4-5  to 2026-04-30                   3     3.75   6    0.3   15    above 200000 6 7.5 12 0.6 22.5
  claude-sonnet-4-5  from 2026-04-30                 3     3.75   6    0.3   15
  claude-sonnet-4    to 2026-04-30                   3     3.75   6    0.3   15    above 200000 6 7.5 12 0.6 22.5
  claude-sonnet-4    from 2026-04-30                 3     3.75   6    0.3   15
  claude-3-7-sonnet                                  3     3.75   6    0.3   15
  claude-3-5-sonnet                                  3     3.75   6    0.3   15
  claude-3-sonnet                                    3                       15
  claude-haiku-5-5   from 2026-10-07                 0.1   0.125  0.2  0.01  0.5   above 100000 0.5 0.625 1 0.05 2.5
  claude-haiku-4-5                                   1     1.25   2    0.1   5
  claude-3-5-haiku                                   0.8   1      1.6  0.08  4
  claude-3-haiku                                     0.25  0.3    0.5  0.03  1.25
  claude-2.1                                         8                       24
  claude-2.0                                         8                       24
  anthropic.claude-v2:1                              8                       24
  anthropic.claude-v2                                8                       24
`;

const figures = FIGURES.trim().split('\n').map(readFigures);
const pricer = createPricer(SHIPPED_PRICE_BOOK);

describe('the shipped price book', () => {
  it('is valid', () => {
    expect(checkPriceBook(SHIPPED_PRICE_BOOK)).toEqual([]);
  });

  it('has exactly the published figures', () => {
    const shipped = SHIPPED_PRICE_BOOK.entries.map(figuresOf);
    const byModelAndDay = (a: { model: string; effectiveFrom?: string }, b: typeof a) =>
      `${a.model} ${a.effectiveFrom ?? ''}` < `${b.model} ${b.effectiveFrom ?? ''}` ? -1 : 1;
    expect(shipped.toSorted(byModelAndDay)).toEqual(figures.toSorted(byModelAndDay));
  });

  it('has a source and a day for every price', () => {
    for (const { source, asOf } of [...SHIPPED_PRICE_BOOK.entries, ...SHIPPED_PRICE_BOOK.webSearches]) {
      expect(source).toMatch(/^https:\/\//);
      expect(['2026-11-21', '2026-11-29']).toContain(asOf);
    }
  });

  it('adds a surcharge for the United States to models since Opus 4.6 and Sonnet 4.6 only', () => {
    const without = SHIPPED_PRICE_BOOK.entries
      .filter(({ usSurcharge }) => !usSurcharge)
      .map(({ model }) => model);
    expect([...new Set(without)].toSorted()).toEqual([
      'anthropic.claude-v2',
      'anthropic.claude-v2:1',
      'claude-2.0',
      'claude-2.1',
      'claude-3-5-haiku',
      'claude-3-5-sonnet',
      'claude-3-7-sonnet',
      'claude-3-haiku',
      'claude-3-opus',
      'claude-3-sonnet',
      'claude-haiku-4-5',
      'claude-opus-4',
      'claude-opus-4-1',
      'claude-opus-4-5',
      'claude-sonnet-4',
      'claude-sonnet-4-5',
    ]);
  });

  it('knows of every model what Bedrock charges within a geography: more since 4.5', () => {
    const flat = SHIPPED_PRICE_BOOK.entries.filter(({ bedrockSurcharge }) => bedrockSurcharge === false);
    expect([...new Set(flat.map(({ model }) => model))].toSorted()).toEqual([
      'anthropic.claude-v2',
      'anthropic.claude-v2:1',
      'claude-2.0',
      'claude-2.1',
      'claude-3-5-haiku',
      'claude-3-5-sonnet',
      'claude-3-7-sonnet',
      'claude-3-haiku',
      'claude-3-opus',
      'claude-3-sonnet',
      'claude-opus-4',
      'claude-opus-4-1',
      'claude-sonnet-4',
    ]);
    const others = SHIPPED_PRICE_BOOK.entries.filter((entry) => !flat.includes(entry));
    expect(others.every(({ bedrockSurcharge }) => bedrockSurcharge)).toBe(true);
  });

  // The price of 1,000,000 tokens read from the cache, or of a prompt beyond 200,000 tokens, to the millisecond.
  it.each([
    ['claude-fable-5-2', '2026-11-09', undefined, 200_000_000n],
    ['claude-mythos-5-2', '2026-11-09', undefined, 200_000_000n],
    ['claude-fable-5-1', '2026-09-01', undefined, 250_000_000n],
    ['claude-mythos-5-1', '2026-09-01', undefined, 250_000_000n],
    ['claude-opus-5-5', '2026-09-22', undefined, 200_000_000n],
    ['claude-opus-5', '2026-07-24', undefined, 500_000_000n],
    ['claude-sonnet-5-5', '2026-09-28', undefined, 200_000_000n],
    ['claude-sonnet-5-5', '2026-10-07', 200_000_000n, 100_000_000n],
    ['claude-haiku-5-5', '2026-10-07', undefined, 50_000_000n],
    ['claude-opus-4-6', '2026-03-12', 1_000_000_000n, 500_000_000n],
    ['claude-sonnet-4-6', '2026-03-12', 600_000_000n, 300_000_000n],
    ['claude-sonnet-4-5', '2026-04-30', 600_000_000n, 300_000_000n],
    ['claude-sonnet-4', '2026-04-30', 600_000_000n, 300_000_000n],
  ])('changes the price of %s at midnight UTC of %s', (model, day, before, since) => {
    const tokens = { ...NO_TOKENS, cacheRead: 1_000_000 };
    const costAt = (occurredAtMs: number) => pricer.priceRecord(usageRecord({ model, tokens, occurredAtMs }));
    const midnight = Date.parse(`${day}T00:00:00.000Z`);
    expect(costAt(midnight - 1)).toMatchObject(
      before === undefined
        ? { listNanoDollars: 0n, unpriced: true, reasons: ['no_price_at_time'] }
        : { listNanoDollars: before, netNanoDollars: before, unpriced: false },
    );
    expect(costAt(midnight)).toMatchObject({
      listNanoDollars: since,
      netNanoDollars: since,
      unpriced: false,
    });
  });
});

function figuresOf(entry: PriceEntry) {
  const { model, input, cacheCreation5m, cacheCreation1h, cacheRead, output, ...rest } = entry;
  const { effectiveFrom, effectiveTo, fast, above } = rest;
  const prices = withoutAbsent({ input, cacheCreation5m, cacheCreation1h, cacheRead, output });
  return withoutAbsent({ model, ...prices, effectiveFrom, effectiveTo, fast, above });
}

function readFigures(line: string) {
  const parts = line.trim().split(/ +/);
  const model = parts[0]!;
  const dated = (name: string) => (parts.includes(name) ? parts[parts.indexOf(name) + 1] : undefined);
  const after = (name: string, count: number) =>
    parts.includes(name) ? parts.slice(parts.indexOf(name) + 1, parts.indexOf(name) + 1 + count) : undefined;
  const standard = parts.findIndex((part) => /^[\d.]+$/.test(part));
  const [fastInput, fastOutput] = after('fast', 2) ?? [];
  const [promptTokens, ...above] = after('above', 6) ?? [];
  return withoutAbsent({
    model,
    ...tokenPrices(parts.slice(standard)),
    effectiveFrom: dated('from'),
    effectiveTo: dated('to'),
    fast: fastInput && { input: fastInput, output: fastOutput },
    above: promptTokens && { promptTokens: Number(promptTokens), ...tokenPrices(above) },
  });
}

/** Two numbers are input and output: there was no cache. */
function tokenPrices(parts: readonly string[]) {
  const isNumber = (part: string | undefined) => /^[\d.]+$/.test(part ?? '');
  if (!isNumber(parts[2])) return { input: parts[0], output: parts[1] };
  const [input, cacheCreation5m, cacheCreation1h, cacheRead, output] = parts;
  return { input, cacheCreation5m, cacheCreation1h, cacheRead, output };
}
