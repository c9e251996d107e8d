import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { own, record, setUp } from '../support/accepted-usage.ts';
import { attacks } from '../support/attack-runs.ts';
import { frontDoor } from '../support/front-door.ts';

/* Random times, cursors and ids: what is accepted is well formed, and can be seen. */

describe('a time', () => {
  it('that is accepted is one, and never lies outside of what may be counted', async () => {
    const times = fc.oneof(
      fc.stringMatching(/^-?\d{1,6}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,12})?)?([Zz]|[+-]\d\d:?\d\d)?$/),
      fc
        .tuple(
          fc.constantFrom('2026-11-21', '2026-02-29', '2024-02-29', '2026-11-31', '0000-01-01', '9999-12-31'),
          fc.constantFrom('00:00:00', '23:59:60', '24:00:00', '12:00', '11:59:59.9999999999', '12:00:00.'),
          fc.constantFrom('Z', 'z', '+23:59', '-23:59', '+24:00', '+00:00', '-00:00', '', '+0100', '[UTC]'),
        )
        .map(([day, time, offset]) => `${day}T${time}${offset}`),
      fc.double(),
      fc.integer(),
      fc.constantFrom(-0, 1e300, 253_402_300_799_999, 253_402_300_800_000, Date.UTC(2026, 10, 21, 11)),
    );
    await fc.assert(
      fc.asyncProperty(times, async (occurredAt) => {
        const door = frontDoor({ asyncProcessing: false });
        const { statusCode } = await door.post({ records: [record('odd', { occurredAt }), record('good')] });
        expect(statusCode).toBe(202);
        const stored = await door.store.getRecord(own('odd'));
        if (stored) {
          expect(Number.isSafeInteger(stored.occurredAtMs)).toBe(true);
          expect(Math.abs(stored.occurredAtMs - Date.UTC(2026, 10, 21, 12))).toBeLessThanOrEqual(35 * 864e5);
        }
        expect((await door.counted()).ak_own?.requests).toBeGreaterThanOrEqual(1);
      }),
      attacks(300),
    );
  });
});

describe('a cursor that was made up', () => {
  it('is refused, and shows nothing', async () => {
    const door = frontDoor({ asyncProcessing: false });
    await door.post({ records: Array.from({ length: 5 }, (_, index) => record(`r_${index}`)) });
    const query = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z', limit: '2' };
    const { nextCursor: cursor } = (await door.get('/v1/records', query)).body as { nextCursor: string };
    const forged = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc
        .tuple(fc.nat(cursor.length - 1), fc.constantFrom('A', '_', '', '=', '\u0000', '.'))
        .map(([at, by]) => cursor.slice(0, at) + by + cursor.slice(at + 1)),
      fc.tuple(fc.nat(cursor.length), fc.string()).map(([at, by]) => cursor.slice(0, at) + by),
    );
    await fc.assert(
      fc.asyncProperty(forged, fc.constantFrom('/v1/records', '/v1/statistics'), async (made, path) => {
        fc.pre(made !== cursor || path !== '/v1/records');
        const { statusCode, body } = await door.get(path, { ...query, cursor: made });
        expect([statusCode, body.code]).toEqual([400, 'invalid_request']);
      }),
      attacks(300),
    );
  });
});

describe('an id that a record is accepted under', () => {
  it('differs from every other one by something that can be seen', async () => {
    const { post } = setUp();
    const odd = fc.oneof(
      fc.constantFrom(
        ' ',
        'a',
        '\u200b',
        '\u00a0',
        '\u3000',
        '\u180e',
        '\u115f',
        '\u2061',
        '\u061c',
        '\u{e0100}',
      ),
      fc.constantFrom('\u0301', '\u0323', '\u034f', '\ufff9', '\u{1bca0}', '\u{1d173}', '\ue000', '\u0378'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const seen = (text: string) =>
      text
        .normalize('NFC')
        .replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, (part) => (part === ' ' ? part : ''));
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 5 }), async (parts) => {
        const id = parts.join('');
        const { statusCode } = await post(record(id));
        if (statusCode === 202) expect(seen(id)).toBe(id);
      }),
      attacks(300),
    );
  });
});
