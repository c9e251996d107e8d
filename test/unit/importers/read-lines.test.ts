import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLines } from '../../../packages/importers/src/read/read-lines.ts';

async function linesOf(chunks: readonly Buffer[], maxBytes?: number) {
  const lines: (readonly [number, string | undefined])[] = [];
  for await (const { number, bytes } of readLines(streamOf(chunks), maxBytes)) {
    lines.push([number, bytes?.toString()]);
  }
  return lines;
}

async function* streamOf(chunks: readonly Buffer[]) {
  yield* chunks;
}

describe('reading lines', () => {
  it('finds the same lines wherever the chunks end', async () => {
    const text = fc.stringMatching(/^[ab€\n]{0,60}$/);
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat({ max: 200 }), { maxLength: 10 }), async (whole, cuts) => {
        const bytes = Buffer.from(whole);
        const places = [
          0,
          ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b),
          bytes.length,
        ];
        const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const expected = whole
          .split('\n')
          .map((line, index) => [index + 1, line] as const)
          .filter(([, line]) => line !== '');
        expect(await linesOf(chunks)).toEqual(expected);
      }),
    );
  });

  it('leaves out empty lines of either kind, and counts them', async () => {
    expect(await linesOf([Buffer.from('a\r\n\r\n\nb')])).toEqual([
      [1, 'a\r'],
      [4, 'b'],
    ]);
  });

  it('takes a line at the limit, and passes over one beyond it', async () => {
    const chunks = ['abc', 'd\nab', 'cde', '\nf'].map((text) => Buffer.from(text));
    expect(await linesOf(chunks, 4)).toEqual([
      [1, 'abcd'],
      [2, undefined],
      [3, 'f'],
    ]);
  });
});
