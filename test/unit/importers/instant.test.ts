import { describe, expect, it } from '@jest/globals';
import { isTimeZone } from '@token-ledger/importers';
import fc from 'fast-check';
import { instantOf } from '../../../packages/importers/src/read/instant.ts';

const iso = (value: unknown, zone?: string) => {
  const ms = instantOf(value, zone);
  return ms === undefined ? undefined : new Date(ms).toISOString();
};

describe('a time of an export', () => {
  it.each([
    ['2026-11-21 10:15:30.123456', '2026-11-21T10:15:30.123Z'],
    ['2026-11-21T10:15:30Z', '2026-11-21T10:15:30.000Z'],
    ['2026-11-21 10:15:30.5+00', '2026-11-21T10:15:30.500Z'],
    ['2026-11-21 12:15:30+02:00', '2026-11-21T10:15:30.000Z'],
    ['2026-11-21 05:15:30-0500', '2026-11-21T10:15:30.000Z'],
    ['2026-11-21 10:15', '2026-11-21T10:15:00.000Z'],
    ['1795256130', '2026-11-21T10:15:30.000Z'],
    [1_795_256_130.123, '2026-11-21T10:15:30.123Z'],
    [1_795_256_130_123, '2026-11-21T10:15:30.123Z'],
    [1_795_256_130_123_456, '2026-11-21T10:15:30.123Z'],
  ])('%s is read', (value, expected) => {
    expect(iso(value)).toBe(expected);
  });

  it.each([
    '',
    'yesterday',
    '2026-13-01 00:00:00',
    '2026-11-21',
    '21/11/2026 10:15',
    null,
    {},
    -1,
    Number.NaN,
  ])('%s is none', (value) => {
    expect(instantOf(value)).toBeUndefined();
  });

  it('without an offset is one of its time zone', () => {
    expect(iso('2026-07-01 12:00:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
    expect(iso('2026-12-01 12:00:00.250', 'Europe/Berlin')).toBe('2026-12-01T11:00:00.250Z');
    expect(iso('2026-07-01 12:00:00', 'Asia/Kathmandu')).toBe('2026-07-01T06:15:00.000Z');
  });

  it('that clocks show twice is the earlier one, and one that they leave out follows the change', () => {
    expect(iso('2026-10-25 02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
    expect(iso('2026-03-29 02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  it('is the one that clocks of the zone show', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const instants = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(zones, instants, (timeZone, ms) => {
        const wall = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'medium',
        });
        const read = instantOf(wall.format(ms), timeZone) ?? Number.NaN;
        expect(wall.format(read)).toBe(wall.format(ms));
        expect(read).toBeLessThanOrEqual(ms);
      }),
    );
  });

  it('has a zone with an IANA name', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Berlin')]).toEqual([true, false]);
  });
});
