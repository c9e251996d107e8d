import { describe, expect, it } from '@jest/globals';
import { MAX_PSEUDONYM_LENGTH } from '@token-ledger/contract';
import { createPseudonyms, createTextSealer } from '@token-ledger/secrets';
import fc from 'fast-check';

const KEY = new Uint8Array(32).fill(1);
const OTHER_KEY = new Uint8Array(32).fill(2);
const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => value.isWellFormed());

describe('a pseudonym', () => {
  const [ours, theirs] = [createPseudonyms(KEY), createPseudonyms(OTHER_KEY)];

  it('is always the same for a user, another for every other user and deployment', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(ours.of(a)).toBe(createPseudonyms(KEY).of(a));
        expect(ours.of(a)).not.toBe(theirs.of(a));
        expect(ours.of(a) === ours.of(b)).toBe(a === b);
      }),
    );
  });

  it('opens to the user only in its own deployment', () => {
    fc.assert(
      fc.property(text, (userId) => {
        expect(ours.userOf(ours.of(userId))).toBe(userId);
        expect(theirs.userOf(ours.of(userId))).toBeUndefined();
      }),
    );
  });

  it('cannot be forged or changed', () => {
    fc.assert(
      fc.property(
        text,
        text,
        fc.nat(),
        fc.constantFrom('A', 'z', '-', '+', '/', '=', ' ', ''),
        (a, b, at, by) => {
          const pseudonym = ours.of(a);
          const place = at % pseudonym.length;
          const changed = pseudonym.slice(0, place) + by + pseudonym.slice(place + 1);
          for (const made of [b, `p_${b}`, changed, `${pseudonym}=`, `${pseudonym}A`, pseudonym.slice(2)])
            if (made !== pseudonym) expect(ours.userOf(made)).toBeUndefined();
        },
      ),
    );
  });

  it('reveals the length of an id only in steps of 32 bytes', () => {
    const lengthOf = (bytes: number) => ours.of('x'.repeat(bytes)).length;
    expect([1, 31].map(lengthOf)).toEqual([66, 66]);
    expect([32, 63].map(lengthOf)).toEqual([109, 109]);
    expect([96, 127].map(lengthOf)).toEqual([194, 194]);
    expect(lengthOf(128)).toBe(MAX_PSEUDONYM_LENGTH);
  });

  it('is the same after more users than the cache holds', () => {
    const pseudonyms = createPseudonyms(KEY);
    const first = pseudonyms.of('u_1');
    for (let count = 0; count < 20_001; count += 1) pseudonyms.of(`other ${count}`);
    expect(pseudonyms.of('u_1')).toBe(first);
  });
});

describe('a text sealed for one purpose', () => {
  it('cannot be opened for another', () => {
    const [pseudonyms, cursors] = [createTextSealer(KEY, 'pseudonyms'), createTextSealer(KEY, 'cursors')];
    expect(cursors.open(pseudonyms.seal('u_1'))).toBeUndefined();
    expect(cursors.open(cursors.seal('u_1'))).toBe('u_1');
  });

  it('is AES-SIV as other libraries seal and open it, in every version of the product', () => {
    // By Python: AESSIV(HKDF(SHA256(), 64, b'', b'token-ledger cursors').derive(KEY)).encrypt(b'u_1\x80' + 28 * b'\0', None)
    const sealed = 'xG5vowJSVmotbCWz5-0JVj2EGulTo1np_Ofa5aK1ffCKKfmEVQq4TmNqJayfmsUG';
    expect(createTextSealer(KEY, 'cursors').seal('u_1')).toBe(sealed);
    expect(createTextSealer(KEY, 'cursors').open(sealed)).toBe('u_1');
  });

  it('is unreadable', () => {
    const sealed = createTextSealer(KEY, 'cursors').seal('{"i":"u_1"}');
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('u_1');
  });
});
