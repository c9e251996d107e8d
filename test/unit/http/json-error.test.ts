import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findJsonError } from '../../../functions/shared/http/json-error.ts';

describe('the error of a text that is not JSON', () => {
  it.each([
    ['', 0, 'a value is expected'],
    ['  ', 2, 'a value is expected'],
    ['hello', 0, 'a value is expected'],
    ['{"a":tru}', 5, 'a value is expected'],
    ['{"a":}', 5, 'a value is expected'],
    ['[1,]', 3, 'a value is expected'],
    [']', 0, 'a value is expected'],
    ['{"a":1,}', 7, 'the name of a field in quotes is expected'],
    ['{,}', 1, 'the name of a field in quotes is expected'],
    ['{1:2}', 1, 'the name of a field in quotes is expected'],
    ['{"a" 1}', 5, 'a colon is expected'],
    ['{"a":1', 6, 'a comma or } is expected'],
    ['[1 2]', 3, 'a comma or ] is expected'],
    ['[1}', 2, 'a comma or ] is expected'],
    ['[[]', 3, 'a comma or ] is expected'],
    ['1 2', 2, 'nothing more is expected'],
    ['01', 1, 'nothing more is expected'],
    ['"abc', 4, 'the string is not closed'],
    ['{"a":"b\nc"}', 7, 'the control character must be escaped'],
    [String.raw`"a\x"`, 2, 'the escape is invalid'],
    [String.raw`"a\u12g4"`, 2, 'the escape is invalid'],
  ])('of %j is at %d: %s', (text, position, reason) => {
    expect(findJsonError(text)).toEqual({ position, reason });
  });

  it('has the position that the engine reports, whenever it reports one', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', ':', '"', '}', ']', '{', 'x', '1', '\n'))
      .map(([json, at, insert]) => json.slice(0, at % (json.length + 1)) + insert);
    let compared = 0;
    fc.assert(
      fc.property(broken, (text) => {
        const engine = engineErrorPosition(text);
        if (engine === undefined) return;
        compared += 1;
        expect(findJsonError(text).position).toBe(engine);
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('is found in deeply nested and in very long texts', () => {
    expect(findJsonError('['.repeat(1_000_000)).position).toBe(1_000_000);
    expect(findJsonError(`"${'x'.repeat(5_000_000)}`).position).toBe(5_000_001);
  });
});

/** The position reported by JSON.parse; it has none for some errors, and counts within escapes and numbers. */
function engineErrorPosition(text: string): number | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = String(error);
    if (message.includes('Unexpected end of JSON input')) return undefined;
    const [, position] =
      /(?:Expected|Unterminated string|after JSON|control character).* at position (\d+)/.exec(message) ?? [];
    return position === undefined ? undefined : Number(position);
  }
}
