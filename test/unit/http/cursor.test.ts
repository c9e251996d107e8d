import { describe, expect, it } from '@jest/globals';
import { createTextSealer } from '@token-ledger/secrets';
import fc from 'fast-check';
import { type CursorPosition, nextCursor, readCursor } from '../../../functions/shared/http/cursor.ts';
import type { ProblemError } from '../../../functions/shared/http/problem-error.ts';

const KEY = new Uint8Array(32).fill(7);
const deps = { signingKey: async () => KEY };
const QUERY = ['users', { limit: 10 }];

async function cursorOf(position: CursorPosition, query: unknown = QUERY): Promise<string> {
  const { nextCursor: cursor = '' } = await nextCursor(deps, query, position);
  return cursor;
}

async function refusal(cursor: string, query: unknown = QUERY) {
  const error = await readCursor(deps, query, cursor).catch((reason: unknown) => reason as ProblemError);
  return error && 'details' in error ? error.details.errors : error;
}
const REFUSED = [{ path: '/cursor', code: 'not_allowed', message: 'is not a cursor of this query' }];

describe('a cursor', () => {
  it('returns the position it was made for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), async (position) => {
        expect(await readCursor(deps, QUERY, await cursorOf(position))).toEqual(position);
      }),
    );
  });

  it('is the same for the same page, and absent after the last one and on the first', async () => {
    expect(await cursorOf(['a'])).toBe(await cursorOf(['a']));
    expect(await nextCursor(deps, QUERY, undefined)).toEqual({});
    expect(await readCursor(deps, QUERY, undefined)).toBeUndefined();
  });

  it('hides the ids in it', async () => {
    const bytes = Buffer.from(await cursorOf(['u_secret']), 'base64url').toString('latin1');
    expect(bytes).not.toContain('u_secret');
  });

  it('is refused with another query, when it was changed, and of another deployment', async () => {
    const cursor = await cursorOf(['u_1']);
    expect(await refusal(cursor, ['users', { limit: 11 }])).toEqual(REFUSED);
    expect(await refusal(`${cursor.slice(0, 5)}${cursor[5] === 'A' ? 'B' : 'A'}${cursor.slice(6)}`)).toEqual(
      REFUSED,
    );
    expect(await refusal('')).toEqual(REFUSED);
    const other = { signingKey: async () => new Uint8Array(32).fill(8) };
    const { nextCursor: foreign = '' } = await nextCursor(other, QUERY, ['u_1']);
    expect(await refusal(foreign)).toEqual(REFUSED);
  });

  it('is refused when an earlier version made it', async () => {
    const old = createTextSealer(KEY, 'cursors').seal('{"v":2,"q":"","b":"","i":""}');
    expect(await refusal(old)).toEqual(REFUSED);
  });
});
