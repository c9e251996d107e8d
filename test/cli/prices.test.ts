import { describe, expect, it } from '@jest/globals';
import { linesOf } from './support/lines-of.ts';
import { servedMachine } from './support/served-machine.ts';

describe('token-ledger prices', () => {
  const machine = servedMachine();

  it('lists prices with their unit, and shows in what rows of a model differ', async () => {
    const { out } = await machine.run('prices list --model claude-sonnet-4-6');
    const [unit, , ...rows] = linesOf(out);
    expect(unit).toBe('US dollars per million tokens');
    expect(rows).toEqual([
      'claude-sonnet-4-6 3 15 3.75 6 0.3 2026-03-12 prompts over 200K 6/22.5, in the US ×1.1',
      'claude-sonnet-4-6 3 15 3.75 6 0.3 2026-03-12 in the US ×1.1',
    ]);
    const { out: all } = await machine.run('prices list');
    expect(all).toContain('1,000 web searches: 10 US dollars\n');
    expect((await machine.run('prices list --model claude-opus-4-8')).out).toContain('fast 10/50');
  });

  it('says from when the price book is in force, the first one from the beginning', async () => {
    expect((await machine.run('prices list')).err).toContain('Price book 1, in force from the beginning,');
    const readInput = async () => '{"overrides":[{"model":"*","discountBasisPoints":700}]}';
    const { out } = await machine.run(['prices', 'set', '-', '--yes'], { readInput });
    expect(out).toMatch(/applies from +\d{4}-\d\d-\d\d \d\d:00 UTC/);
    const { err } = await machine.run('prices list');
    expect(err).toMatch(/Price book 2, in force from \d{4}-\d\d-\d\d \d\d:00 UTC, with 1 override of/);
  });

  it('lists overrides with what each of them sets', async () => {
    const prices = { input: '1', output: '5', force: true };
    const overrides = [
      { model: '*', discountBasisPoints: 500 },
      { model: 'claude-opus-5', prices },
      { model: 'claude-sonnet-5', listPrices: prices },
    ];
    const readInput = async () => JSON.stringify({ overrides });
    await machine.run(['prices', 'set', '-', '--yes'], { readInput });
    const { out } = await machine.run('prices overrides');
    expect(linesOf(out)).toEqual([
      'US dollars per million tokens',
      'model sets discount input output from to',
      '* discount 5%',
      'claude-opus-5 price 1 5',
      'claude-sonnet-5 list price 1 5',
    ]);
  });

  it('does not replace prices that somebody else changed meanwhile', async () => {
    const readInput = async () => {
      await machine.run(['prices', 'set', '-', '--yes'], { readInput: async () => '{"overrides":[]}' });
      return '{"overrides":[{"model":"*","discountBasisPoints":500}],"expectedRevision":0}';
    };
    const { code, err } = await machine.run(['prices', 'set', '-', '--yes'], { readInput });
    expect([code, err]).toEqual([1, expect.stringContaining('prices')]);
  });
});
