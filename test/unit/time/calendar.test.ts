import { describe, expect, it } from '@jest/globals';
import { Calendar, HOUR_MS, iso, type Period } from '@token-ledger/core';
import fc from 'fast-check';

describe('Calendar', () => {
  it('names buckets so that ids sort by time', () => {
    const calendar = new Calendar('UTC');
    const ms = Date.UTC(2026, 10, 21, 12, 34, 56, 789);
    expect(calendar.bucketAt('hour', ms).id).toBe('2026112112');
    expect(calendar.bucketAt('day', ms).id).toBe('20261121');
    expect(calendar.bucketAt('month', ms).id).toBe('202611');
  });

  it('ends an hour, a day and a month one millisecond before the next begins', () => {
    const calendar = new Calendar('UTC');
    const lastMs = Date.UTC(2027, 0, 1) - 1;
    for (const period of ['hour', 'day', 'month'] as const) {
      expect(calendar.bucketAt(period, lastMs).endMs).toBe(lastMs + 1);
      expect(calendar.bucketAt(period, lastMs + 1).startMs).toBe(lastMs + 1);
    }
  });

  it('counts 23 and 25 hours in the days on which clocks change', () => {
    const berlin = new Calendar('Europe/Berlin');
    const hours = (day: string) => berlin.children(berlin.bucket('day', day)).length;
    expect(hours('20260329')).toBe(23);
    expect(hours('20261025')).toBe(25);
    expect(hours('20261121')).toBe(24);
    expect(iso(berlin.bucket('day', '20261121').startMs)).toBe('2026-11-20T23:00:00.000Z');
  });

  describe('with leaves', () => {
    const noon = Date.UTC(2026, 10, 21, 12);
    const calendar = new Calendar('UTC', { leafMinutes: 15, earlier: [{ untilMs: noon, leafMinutes: 5 }] });

    it('divides each hour as configured for its time', () => {
      const leavesOf = (ms: number) => calendar.children(calendar.bucketAt('hour', ms)).map(({ id }) => id);
      expect(leavesOf(noon)).toEqual([
        '20261121120015',
        '20261121121515',
        '20261121123015',
        '20261121124515',
      ]);
      expect(leavesOf(noon - 1)).toHaveLength(12);
      expect(leavesOf(noon - 1).at(-1)).toBe('20261121115505');
      const undivided = new Calendar('UTC', { leafMinutes: 5, earlier: [{ untilMs: noon }] });
      expect(undivided.children(undivided.bucketAt('hour', noon - 1))).toEqual([]);
      expect(undivided.finestAt(noon - 1).period).toBe('hour');
    });

    it('finds the leaf of an instant, the hour of a leaf, and the leaf of an id', () => {
      const leaf = calendar.finestAt(noon + 15 * 60_000);
      expect(leaf).toMatchObject({ period: 'leaf', id: '20261121121515', startMs: noon + 15 * 60_000 });
      expect(calendar.finestAt(leaf.startMs - 1).endMs).toBe(leaf.startMs);
      expect(calendar.parents(leaf)).toEqual([calendar.bucketAt('hour', noon)]);
      // Also without the schedule.
      expect(new Calendar('UTC').bucket('leaf', leaf.id)).toEqual(leaf);
      expect(() => calendar.bucket('leaf', '2026112112')).toThrow(RangeError);
    });
  });

  it('begins a day at its first instant where clocks skip midnight', () => {
    const santiago = new Calendar('America/Santiago');
    // On 6 September 2026 clocks in Chile go from 24:00 to 01:00.
    const day = santiago.bucket('day', '20260906');
    expect(iso(day.startMs)).toBe('2026-09-06T04:00:00.000Z');
    expect(day.endMs - day.startMs).toBe(23 * HOUR_MS);
    expect(santiago.bucketAt('day', day.startMs - 1).id).toBe('20260905');
  });

  it('begins a day at the first of two midnights where clocks go back to it', () => {
    const havana = new Calendar('America/Havana');
    // On 1 November 2026 clocks in Cuba go from 01:00 back to 00:00.
    const day = havana.bucket('day', '20261101');
    expect(day.endMs - day.startMs).toBe(25 * HOUR_MS);
    expect(havana.bucketAt('day', day.startMs).id).toBe('20261101');
  });

  it('divides the hour that contains midnight between both days where the offset is not a whole hour', () => {
    const kolkata = new Calendar('Asia/Kolkata');
    const day = kolkata.bucket('day', '20261121');
    expect(iso(day.startMs)).toBe('2026-11-20T18:30:00.000Z');
    const hours = kolkata.children(day);
    expect([hours.length, hours[0]?.id, hours.at(-1)?.id]).toEqual([25, '2026112018', '2026112118']);
    const parents = (hour: string) => kolkata.parents(kolkata.bucket('hour', hour)).map(({ id }) => id);
    expect(parents('2026112018')).toEqual(['20261120', '20261121']);
    expect(parents('2026112017')).toEqual(['20261120']);
  });

  it('follows daylight saving time of half an hour', () => {
    const lordHowe = new Calendar('Australia/Lord_Howe');
    const lengthHours = (id: string) => {
      const { startMs, endMs } = lordHowe.bucket('day', id);
      return (endMs - startMs) / HOUR_MS;
    };
    expect([lengthHours('20260405'), lengthHours('20261004'), lengthHours('20261005')]).toEqual([
      24.5, 23.5, 24,
    ]);
  });

  it('keeps a leap day', () => {
    const calendar = new Calendar('UTC');
    expect(calendar.children(calendar.bucket('month', '202802'))).toHaveLength(29);
  });

  it.each([
    ['hour', '20261121'],
    ['day', '2026-11-21'],
    ['month', '20261x'],
  ] as const)('refuses to read %s id %s', (period, id) => {
    expect(() => new Calendar('UTC').bucket(period as Period, id)).toThrow(RangeError);
  });

  it('refuses an unknown time zone', () => {
    expect(() => new Calendar('Mars/Olympus')).toThrow(RangeError);
  });

  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/Santiago',
    'Asia/Tokyo',
    'Pacific/Apia',
  );
  const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) });

  it('puts every instant into exactly one bucket of each period, found again by its id', () => {
    fc.assert(
      fc.property(zone, instant, fc.constantFrom<Period>('hour', 'day', 'month'), (timeZone, ms, period) => {
        const calendar = new Calendar(timeZone);
        const bucket = calendar.bucketAt(period, ms);
        expect(bucket.startMs <= ms && ms < bucket.endMs).toBe(true);
        expect(calendar.bucket(period, bucket.id)).toEqual(bucket);
        expect(calendar.bucketAt(period, bucket.endMs).startMs).toBe(bucket.endMs);
        expect(calendar.bucketAt(period, bucket.startMs - 1).endMs).toBe(bucket.startMs);
      }),
    );
  });

  it('divides days into hours and months into days without gap or overlap', () => {
    fc.assert(
      fc.property(zone, instant, fc.constantFrom<Period>('day', 'month'), (timeZone, ms, period) => {
        const calendar = new Calendar(timeZone);
        const bucket = calendar.bucketAt(period, ms);
        const children = calendar.children(bucket);
        let at = bucket.startMs;
        for (const child of children) {
          expect(child.startMs).toBe(at);
          expect(calendar.parents(child)).toEqual([bucket]);
          at = child.endMs;
        }
        expect(at).toBe(bucket.endMs);
      }),
    );
  });
});
