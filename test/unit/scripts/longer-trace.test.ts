import { describe, expect, it } from '@jest/globals';
import { traceOfLength } from '../../../scripts/replay/longer-trace.ts';

const START = Date.UTC(2026, 10, 21);
const rows = [0, 10, 40].map((ms, index) => ({ atMs: START + ms, inputTokens: index, outputTokens: 7 }));
const times = (length: number) => traceOfLength(rows, length).map(({ atMs }) => atMs - START);

describe('a trace of another length', () => {
  it('has only the first calls, if it is shorter', () => {
    expect(traceOfLength(rows, 2)).toEqual(rows.slice(0, 2));
    expect(traceOfLength(rows, 3)).toEqual(rows);
  });

  it('repeats the calls, three times at once and then after the others, by time', () => {
    expect(times(9)).toEqual([0, 0, 0, 10, 10, 10, 40, 40, 40]);
    expect(times(11)).toEqual([0, 0, 0, 10, 10, 10, 40, 40, 40, 41, 51]);
    expect(times(13)).toEqual([0, 0, 0, 10, 10, 10, 40, 40, 40, 41, 41, 51, 81]);
  });

  it('has tokens in the proportions of the trace', () => {
    const longer = traceOfLength(rows, 3000);
    for (const { inputTokens } of rows) {
      expect(longer.filter((row) => row.inputTokens === inputTokens)).toHaveLength(1000);
    }
  });

  it('cannot be made of an empty trace', () => {
    expect(() => traceOfLength([], 1)).toThrow(RangeError);
  });
});
