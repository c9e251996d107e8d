import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LedgerProblem } from '@token-ledger/client/query';
import { ROUTES } from '@token-ledger/contract';
import fc from 'fast-check';
import { hoursOfDates, isPastDate } from '../../../web/src/pages/aggregation/hours-of-dates.ts';
import { isOver, percentDone, runningInstead } from '../../../web/src/pages/aggregation/rebuild.ts';
import { actOnEach } from '../../../web/src/pages/failed-messages/act-on-each.ts';
import { knownReason, nameOf } from '../../../web/src/pages/failed-messages/failed-message.ts';
import { addQuality, type Quality } from '../../../web/src/pages/quality/add-quality.ts';
import { ALARM_PLACES, ALARM_SECTIONS, sectionOf } from '../../../web/src/pages/quality/alarm-sections.ts';
import { stepsFor } from '../../../web/src/pages/quality/coverage-steps.ts';
import { figureName } from '../../../web/src/pages/quality/figure-name.ts';
import { findingsOf } from '../../../web/src/pages/quality/findings-of.ts';
import english from '../../../web/src/pages/quality/messages.en.json' with { type: 'json' };
import chinese from '../../../web/src/pages/quality/messages.zh-CN.json' with { type: 'json' };
import { reasonDetails } from '../../../web/src/pages/quality/reason-details.ts';
import { lowestTick, scoreSeries } from '../../../web/src/pages/quality/score-series.ts';
import { showDuration } from '../../../web/src/parts/durations.ts';

const source = (records: number, more: object = {}) => ({
  source: 'client' as const,
  records,
  partialRecords: 1,
  totalsOnlyRecords: 0,
  recordsWithoutUser: 0,
  unpricedRecords: 0,
  silent: false,
  ...more,
});

function quality(count: number, more: Partial<Quality> = {}): Quality {
  const completeness = { expected: count, found: count, ratio: 1 };
  return {
    asOf: '2026-11-21T12:00:00.000Z',
    range: { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
    status: 'ok',
    complete: true,
    hours: { compared: count, pending: 0, frozen: 0, open: 0, tooLarge: 0 },
    completeness: { hour: completeness, day: completeness, month: completeness },
    consistency: { differences: 0, first: [] },
    sample: { copies: count, claims: count },
    usage: {
      records: count,
      lateRecords: count,
      completions: count,
      clockClampedRecords: count,
      requests: count,
      cacheCreationTokens: 4 * count,
      unattributedTokens: count,
      unattributedShare: 0.25,
      unpricedRequests: count,
      uncertainRequests: count,
    },
    coverage: { hoursRead: count, complete: true, sources: [source(count)] },
    witnessed: { seen: count, held: count, recorded: count, withoutIdentity: count },
    conflicts: { reports: count, complete: true },
    unpriced: { models: [{ model: 'm', requests: count }], complete: true },
    history: { days: [] },
    quarantined: { records: count, complete: true },
    ...more,
  };
}

describe('what the health check lacks', () => {
  const t = ((key: string, values?: { readonly name: string }) =>
    values ? `${key}(${values.name})` : key) as unknown as Parameters<typeof figureName>[1];

  it('is named in words, queue by queue', () => {
    expect(figureName('errors', t)).toBe('figures.errors');
    expect(figureName('queues.live', t)).toBe('figures.queue(queue.names.live)');
    expect(figureName('queues.bulk.deadLetters', t)).toBe('figures.deadLetters(queue.names.bulk)');
    expect(figureName('of a newer ledger', t)).toBe('of a newer ledger');
  });
});

describe('the trend of scores', () => {
  const day = (
    date: string,
    score: number | null,
    ofClient: number | null | undefined,
    finishedAt = date,
  ) => ({
    date,
    score,
    ...(finishedAt !== '' && { finishedAt }),
    sources: ofClient === undefined ? [] : [{ source: 'client', score: ofClient }],
  });

  it('leaves out days on which nothing was judged: unknown is not 0', () => {
    const days = [
      day('2026-11-18', 97, 98),
      day('2026-11-19', null, undefined),
      day('2026-11-20', 0, null),
      day('2026-11-21', 50, 50, ''),
    ] as unknown as Parameters<typeof scoreSeries>[0];
    expect(scoreSeries(days)).toEqual([
      {
        id: 'deployment',
        points: [
          { date: '2026-11-18', score: 97 },
          { date: '2026-11-20', score: 0 },
        ],
      },
      { id: 'client', points: [{ date: '2026-11-18', score: 98 }] },
    ]);
  });

  it.each([
    [[], 90],
    [[100], 90],
    [[97, 91], 90],
    [[90], 80],
    [[0, 50], 0],
  ])('with scores of %p has an axis from %d', (scores, lowest) => {
    const points = scores.map((score) => ({ date: '2026-11-18', score }));
    expect(lowestTick([{ id: 'deployment', points }])).toBe(lowest);
  });
});

describe('a check in parts', () => {
  it('is the check of the whole: what parts found adds up, whatever is left to read', () => {
    const count = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(count, count, (a, b) => {
        const whole = addQuality(
          quality(a, { next: '2026-11-20T12:00:00.000Z', complete: false }),
          quality(b),
        );
        expect(whole.next).toBeUndefined();
        expect(whole.complete).toBe(true);
        for (const [, found] of Object.entries(whole.completeness))
          expect(found).toEqual({ expected: String(a + b), found: String(a + b), ratio: 1 });
        expect(findingsOf(whole, { from: whole.range.from }).map(({ count: sum }) => Number(sum))).toEqual(
          Array(10).fill(a + b),
        );
        expect(whole.coverage.sources).toEqual([{ ...source(a + b), partialRecords: 2 }]);
        expect(whole.unpriced.models).toEqual([{ model: 'm', requests: String(a + b) }]);
        expect(whole.usage.unattributedShare).toBe(a + b === 0 ? 0 : 0.25);
      }),
    );
  });

  it('counts requests without a price of the hour under way, and says which counts leave that hour out', () => {
    const open = quality(0, {
      hours: { compared: 23, pending: 0, frozen: 0, open: 1, tooLarge: 0 },
      unpriced: {
        models: [
          { model: 'm', requests: 1 },
          { model: 'n', requests: '2' },
        ],
        complete: true,
      },
    });
    const range = { from: open.range.from };
    const found = findingsOf(open, range);
    expect(found[0]).toEqual({
      name: 'unpriced',
      count: '3',
      isMinimum: false,
      link: ['getPrices', '#/prices?from=2026-11-20T00%3A00%3A00.000Z'],
    });
    expect(found.filter((each) => each.isWithoutOpenHour).map(({ name }) => name)).toEqual([
      'uncertain',
      'unattributed',
      'late',
      'clockClamped',
      'completions',
    ]);
    const more = { models: [{ model: 'm', requests: 1 }], complete: false };
    expect(findingsOf(quality(9, { unpriced: more }), range)[0]).toMatchObject({
      count: '9',
      isMinimum: true,
    });
    expect(findingsOf(quality(9), range).some((each) => each.isWithoutOpenHour)).toBe(false);
  });

  it('keeps what only one part found, the oldest state, and that something is missing', () => {
    const first = quality(1, { status: 'differences', conflicts: { reports: 1, complete: false } });
    const rest = quality(1, {
      asOf: '2026-11-21T12:00:09.000Z',
      next: '2026-11-20T18:00:00.000Z',
      complete: false,
      coverage: { hoursRead: 1, complete: true, sources: [source(7, { source: 'gateway' })] },
    });
    const whole = addQuality(first, rest);
    expect(whole).toMatchObject({
      asOf: first.asOf,
      status: 'differences',
      complete: false,
      next: rest.next,
    });
    expect(whole.conflicts).toEqual({ reports: 2, complete: false });
    expect(whole.coverage.sources.map(({ source: name }) => name)).toEqual(['client', 'gateway']);
  });

  it('says what would improve a source', () => {
    expect(stepsFor(source(5, { partialRecords: 0 }))).toEqual([]);
    expect(stepsFor(source(5, { silent: true, recordsWithoutUser: 2 }))).toEqual([
      'silent',
      'recordsWithoutUser',
      'partialRecords',
    ]);
  });
});

describe('failed messages', () => {
  const message = (id: string, more: object = {}) => ({
    id,
    place: 'live' as const,
    reason: 'not_recorded',
    receivedAt: '',
    expiresAt: '',
    retryable: true,
    problems: [],
    ...more,
  });

  it('are done one after the other, also after one that is refused', async () => {
    const asked: string[] = [];
    const progress: number[] = [];
    const refusal = new Error('no');
    const outcome = await actOnEach(
      ['a', 'b', 'c'].map((id) => message(id)),
      async ({ id }) => {
        asked.push(id);
        if (id === 'b') throw refusal;
      },
      (finished) => progress.push(finished),
    );
    expect(asked).toEqual(['a', 'b', 'c']);
    expect(progress).toEqual([1, 2, 3]);
    expect(outcome.done.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(outcome.refused).toEqual([{ message: message('b'), error: refusal }]);
  });

  it('have the name that people know them by, and a text for a reason that is known', () => {
    expect(nameOf(message('live.1', { requestIds: ['req_1', 'req_2'] }))).toBe('req_1');
    expect(nameOf(message('live.1'))).toBe('live.1');
    expect(knownReason({ reason: 'too_old' })).toBe('too_old');
    expect(knownReason({ reason: 'of_tomorrow' })).toBeUndefined();
  });
});

describe('the dates of a roll-up', () => {
  const NOW = Date.parse('2026-11-29T10:20:00Z');

  it('are the full hours of their zone, until the hour under way', () => {
    expect(hoursOfDates('2026-11-27', '2026-11-28', 'America/New_York', NOW)).toEqual({
      from: '2026-11-27T05:00:00.000Z',
      to: '2026-11-29T05:00:00.000Z',
    });
    expect(hoursOfDates('2026-11-29', '2026-11-29', 'UTC', NOW)).toEqual({
      from: '2026-11-29T00:00:00.000Z',
      to: '2026-11-29T11:00:00.000Z',
    });
    // Half hours of a zone are within hours of UTC.
    expect(hoursOfDates('2026-11-27', '2026-11-27', 'Asia/Kolkata', NOW)).toEqual({
      from: '2026-11-26T18:00:00.000Z',
      to: '2026-11-27T19:00:00.000Z',
    });
  });

  it('are not in the future', () => {
    expect(isPastDate('2026-11-29', 'UTC', NOW)).toBe(true);
    expect(isPastDate('2026-11-30', 'UTC', NOW)).toBe(false);
    expect(isPastDate('', 'UTC', NOW)).toBe(false);
  });
});

describe('a rebuild', () => {
  it('is at 100 per cent only when it is finished', () => {
    expect(percentDone({ hours: 1000, pendingHours: 1, status: 'running' })).toBe(99);
    expect(percentDone({ hours: 3, pendingHours: 3, status: 'marking' })).toBe(0);
    expect(percentDone({ hours: 0, pendingHours: 0, status: 'finished' })).toBe(100);
    expect(isOver({ status: 'stalled' })).toBe(false);
    expect(isOver({ status: 'interrupted' })).toBe(true);
  });

  it('names the one in its way', () => {
    const document = { code: 'rebuild_running', running: { id: 'kT3x', status: 'running' } } as never;
    expect(runningInstead(new LedgerProblem('rebuild_running', '', { document }))).toBe('kT3x');
    expect(runningInstead(new LedgerProblem('range_frozen', ''))).toBeUndefined();
    expect(runningInstead(new Error('other'))).toBeUndefined();
  });
});

describe('a duration', () => {
  it('is in the largest unit that rounds little away', () => {
    expect([0, 119, 120, 7199, 7200, 172_800].map((seconds) => showDuration(seconds, 'en'))).toEqual([
      '0 seconds',
      '119 seconds',
      '2 minutes',
      '119 minutes',
      '2 hours',
      '2 days',
    ]);
  });
});

describe('the health of the deployment', () => {
  const queue = (deadLetters: number | null, oldestSeconds: number | null) => ({
    visible: 0,
    inFlight: 0,
    oldestSeconds,
    deadLetters,
  });
  const answer = {
    queues: {
      live: queue(2, 1200),
      bulk: queue(null, null),
      notifications: queue(1, 0),
      exports: queue(7, 9000),
    },
    unknown: ['queues.bulk.deadLetters', 'rollUp'],
    rollUp: { pending: { hour: 1, day: 0, month: 0 }, oldestPendingSeconds: 10_800 },
  };
  const t = ((key: string, values: object = {}) =>
    [key, ...Object.values(values)].join(' ')) as unknown as Parameters<typeof reasonDetails>[2];
  const details = (code: Parameters<typeof reasonDetails>[0]) => reasonDetails(code, answer, t, 'en');

  it('says what its reasons are about from the figures of the answer, whose sentences are English', () => {
    expect(details('dead_letters')).toEqual([
      'details.deadLetters queue.names.live 2',
      'details.deadLetters queue.names.notifications 1',
    ]);
    expect(details('queue_age')).toEqual(['details.oldest queue.names.live 20 minutes']);
    expect(details('roll_up_behind')).toEqual(['details.behind 3 hours']);
    expect(details('not_reachable')).toEqual(['figures.deadLetters queue.names.bulk', 'figures.rollUp']);
    expect(details('error_rate')).toEqual([]);
  });

  it('has words for each alarm of the runbook, and names its section as the runbook of that language does', () => {
    const headingsOf = (runbook: string, title: string) => {
      const text = readFileSync(join(import.meta.dirname, '../../../docs', runbook), 'utf8');
      const [, alarms = ''] = text.split(`\n## ${title}\n`);
      const [own = ''] = alarms.split('\n## ');
      return [...own.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);
    };
    const headings = headingsOf('runbook.md', 'Alarms');
    const sections = headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'));
    expect(sections.length).toBeGreaterThan(20);
    expect([...ALARM_SECTIONS].toSorted()).toEqual(sections.toSorted());
    expect(Object.keys(english.alarmMeanings)).toEqual([...ALARM_SECTIONS]);
    const inChinese = headingsOf('zh/runbook.md', '告警');
    sections.forEach((section, index) => {
      const name = sectionOf(section) as keyof typeof english.runbookSections;
      expect(english.runbookSections[name]).toBe(headings[index]);
      expect(chinese.runbookSections[name]).toBe(inChinese[index]);
    });
    expect(sectionOf('of-a-newer-ledger')).toBeUndefined();
  });

  it('leads from alarms to pages and operations that there are', () => {
    const pages = readdirSync(join(import.meta.dirname, '../../../web/src/pages'));
    for (const [name, operation, address] of Object.values(ALARM_PLACES)) {
      expect(english.act).toHaveProperty([name]);
      expect(ROUTES).toHaveProperty([operation]);
      if (address !== undefined) expect(pages).toContain(/^#\/([a-z-]+)/.exec(address)?.[1]);
    }
    expect(ALARM_PLACES['quarantined-records'][2]).toBe('#/failed-messages?place=quarantine');
  });
});
