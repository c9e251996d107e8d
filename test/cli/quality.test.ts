import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '@token-ledger/core';
import { InMemoryQualityStore } from '@token-ledger/in-memory';
import fc from 'fast-check';
import { QUALITY_RANGE } from '../../web/src/pages/quality/quality-range.ts';
import { askedRange } from '../../web/src/parts/range.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { DAY_AUDIT } from '../support/quality.ts';
import { NOON } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

describe('token-ledger quality', () => {
  const machine = servedMachine();
  const audits = new InMemoryQualityStore();

  const audit = (daysAgo: number, change: object = {}) => {
    const fromMs = DAY_AUDIT.fromMs - daysAgo * DAY_MS;
    const day = new Date(fromMs).toISOString().slice(0, 10).replaceAll('-', '');
    return audits.putDayAudit({ ...DAY_AUDIT, day, fromMs, toMs: fromMs + DAY_MS, ...change });
  };

  beforeAll(() => {
    const { api } = machine;
    Object.assign(api.handlers, { 'check-quality': checkedQuality(api.harness.ledger, { audits }) });
  });

  it('says that no day was judged before the first night', async () => {
    const { out } = await machine.run('quality');
    expect(out).toContain('score         not judged yet');
    expect((await machine.run('quality --history 30')).out).toContain('No day was audited yet.');
  });

  it('says which range it checked, in the named zone, and where it stopped', async () => {
    const checked = async (options: string) => /^checked +(.+)$/m.exec((await machine.run(options)).out)?.[1];
    expect(await checked('quality --in yesterday')).toBe('2026-11-20 00:00 to 2026-11-21 00:00 UTC');
    expect(await checked('quality --in 2026-11-20 --time-zone Europe/Berlin')).toBe(
      '2026-11-20 00:00 to 2026-11-21 00:00 Europe/Berlin',
    );
    const [whole] = (await machine.json('quality --in yesterday')) as readonly object[];
    const fetch = async () => Response.json({ ...whole, next: '2026-11-20T05:00:00.000Z' });
    expect((await machine.run('quality --in yesterday', { fetch })).out).toMatch(
      /^checked +2026-11-20 00:00 to 2026-11-20 05:00 UTC$/m,
    );
  });

  it('checks whole hours, and prints those that a range touches', async () => {
    const nowMs = () => NOON + 31 * 60_000;
    const checked = async (options: string) =>
      /^checked +(.+) UTC$/m.exec((await machine.run(`quality ${options}`, { nowMs })).out)?.[1];
    expect(await checked('--last 24h')).toBe('2026-11-20 12:00 to 2026-11-21 12:31');
    expect(await checked('--from 2026-11-21T10:59:59Z --to 2026-11-21T11:30:00Z')).toBe(
      '2026-11-21 10:00 to 2026-11-21 11:30',
    );
  });

  it('says that sources lack the hour under way, of which other figures count', async () => {
    const note = 'Records of the hour under way are not read before it is over';
    const nowMs = () => NOON + 31 * 60_000;
    expect((await machine.run('quality --in today', { nowMs })).err).toContain(note);
    expect((await machine.run('quality --in yesterday', { nowMs })).err).not.toContain(note);
  });

  it('checks by default the range of the page of the console', async () => {
    const asked: (string | null)[] = [];
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: DAY_MS }), async (afterMs) => {
        const nowMs = NOON + afterMs;
        const fetch = async (...request: Parameters<typeof globalThis.fetch>) => {
          asked.push(new URL(new Request(...request).url).searchParams.get('from'));
          return Response.json({ code: 'invalid_request', detail: 'Enough.' }, { status: 400 });
        };
        await machine.run('quality', { nowMs: () => nowMs, fetch });
        expect(asked.at(-1)).toBe(askedRange({}, nowMs, 'UTC', QUALITY_RANGE).from);
      }),
      { numRuns: 20 },
    );
    expect(asked.length).toBeGreaterThanOrEqual(20);
  });

  it('shows the score of the last judged day, and of each day on request', async () => {
    await audit(9, {
      figures: { compared: 9, repaired: 0, kept: 9 },
      parts: { ...DAY_AUDIT.parts, pending: 1 },
    });
    await audit(2);
    await audit(1, { sources: {}, figures: { compared: 0, repaired: 0, kept: 0 } });
    await audit(0, { finishedAtMs: undefined });
    const { out } = await machine.run('quality');
    expect(out).toMatch(/^score +nothing to judge on 2026-11-20$/m);
    expect(out).not.toContain('2026-11-19');

    const rows = (await machine.run('quality --history 30')).out
      .split('\n')
      .filter((line) => line.startsWith('2026'));
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      [
        '2026-11-12',
        expect.stringMatching(/^\d\d poor$/),
        '300',
        '9',
        '0',
        '9',
        'direct 99, gateway 100',
        'not all was compared',
      ],
      ['2026-11-19', '98 good', '300', '10,000', '2', '0', 'direct 99, gateway 100'],
      ['2026-11-20', 'nothing to judge', '0', '0', '0', '0'],
      ['2026-11-21', 'under way', '300', '10,000', '2', '0', 'direct 99, gateway 100'],
    ]);
  });

  it('has the history in its JSON, and refuses more than is kept', async () => {
    const { out } = await machine.run('quality --history 400 --json');
    expect(JSON.parse(out).history.days).toHaveLength(4);
    expect((await machine.run('quality --history 401')).code).toBe(2);
  });
});
