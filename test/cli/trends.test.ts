import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { periodFor } from '../../packages/cli/src/range/period.ts';
import { periodFor as periodInConsole } from '../../web/src/parts/periods.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

const DAY_MS = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

describe('token-ledger trends', () => {
  const machine = servedMachine();
  const rows = async (options: string) => {
    await machine.api.record(usageRecord());
    const { out } = await machine.run(`trends ${options}`);
    const [table = ''] = out.split('\n\n');
    const [head = '', ...lines] = table.split('\n');
    return [head.trim().split(' ')[0], lines.length];
  };

  it('has a row for each day of a week, and for each hour of a day', async () => {
    expect(await rows('--last 7d')).toEqual(['day', 7]);
    expect(await rows('--in yesterday')).toEqual(['hour', 24]);
    expect(await rows('--last 1y')).toEqual(['month', 12]);
  });

  it('has the period that is asked for', async () => {
    expect(await rows('--last P7D --period month')).toEqual(['month', 1]);
    expect((await rows('--last 7d --period hour'))[0]).toBe('hour');
  });

  it('shows below its rows which ranges they are of, in the named zone', async () => {
    const ranges = async (options: string, changes = {}) =>
      (await machine.run(`trends ${options}`, changes)).out.split('\n').at(-2);
    expect(await ranges('--in yesterday')).toBe(
      '2026-11-20 00:00 to 2026-11-21 00:00 UTC, before: 2026-11-19 00:00 to 2026-11-20 00:00 UTC.',
    );
    expect(await ranges('--in yesterday --time-zone Europe/Berlin')).toMatch(
      /^2026-11-20 00:00 to 2026-11-21 00:00 Europe\/Berlin, before: 2026-11-19 00:00 to /,
    );
    const fetch = async (...request: Parameters<typeof globalThis.fetch>) => {
      const answer = (await (await machine.api.fetch(...request)).json()) as object;
      return Response.json({ ...answer, previousRange: null });
    };
    expect(await ranges('--in yesterday', { fetch })).toMatch(/, before: not kept any more\.$/);
  });

  it('has the periods of the console', () => {
    const lengths = fc.oneof(
      fc.integer({ min: 1, max: 400 * DAY_MS }),
      fc.constantFrom(3 * DAY_MS - 1, 3 * DAY_MS, 90 * DAY_MS, 90 * DAY_MS + 1),
    );
    fc.assert(
      fc.property(lengths, (ms) => {
        const span = { fromMs: NOON, toMs: NOON + ms };
        expect(periodFor({ from: iso(span.fromMs), to: iso(span.toMs) })).toBe(periodInConsole(span));
      }),
    );
  });
});
