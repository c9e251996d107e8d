import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonErrorPosition } from '../../../functions/shared/http/json-error-position.ts';

describe('the position where a text stops being JSON', () => {
  it.each([
    ['', 0],
    ['  ', 2],
    ['hello', 0],
    ['{"a":1,}', 7],
    ['{"a":1', 6],
    ['{"a":tru}', 5],
    ['{"a" 1}', 5],
    ['{"a":}', 5],
    ['{,}', 1],
    ['{1:2}', 1],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['[1}', 2],
    ['[[]', 3],
    ['1 2', 2],
    ['01', 1],
    [']', 0],
    ['"abc', 4],
    ['{"a":"b\nc"}', 7],
    [String.raw`"a\x"`, 2],
    [String.raw`"a\u12g4"`, 2],
  ])('of %j is %d', (text, position) => {
    expect(jsonErrorPosition(text)).toBe(position);
  });

  it("of a broken JSON text is the engine's, whenever the engine reports one", () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', ':', '"', '}', ']', '{', 'x', '1', '\n'))
      .map(([json, at, insert]) => json.slice(0, at % (json.length + 1)) + insert);
    let compared = 0;
    fc.assert(
      fc.property(broken, (text) => {
        const engine = engineErrorPosition(text);
        if (engine === undefined) return;
        compared += 1;
        expect(jsonErrorPosition(text)).toBe(engine);
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(500);
  });

  it('is found in deeply nested and in very long texts', () => {
    expect(jsonErrorPosition('['.repeat(1_000_000))).toBe(1_000_000);
    expect(jsonErrorPosition(`"${'x'.repeat(5_000_000)}`)).toBe(5_000_001);
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
