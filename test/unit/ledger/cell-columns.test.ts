import { describe, expect, it } from '@jest/globals';
import { type Cell, cellsOf, columnsOf, joinColumns, NO_CELLS, NO_MEASURES } from '@token-ledger/core';

const cell = (model: string, measures: Partial<Cell['measures']>): Cell => ({
  model,
  feature: 'chat',
  measures: { ...NO_MEASURES, ...measures },
});
const CELLS = [
  cell('a', { requests: 1n, cost: 2n ** 60n }),
  cell('b', { requests: 2n, discount: -3n }),
  cell('c', {}),
];

describe('cells in columns', () => {
  it('are the same cells', () => {
    expect(cellsOf(columnsOf(CELLS))).toStrictEqual(CELLS);
    expect(cellsOf(NO_CELLS)).toStrictEqual([]);
  });

  it('have no column of what no cell has', () => {
    expect(columnsOf(CELLS).amounts.filter((column) => column !== undefined)).toEqual([
      [1, 2, 0],
      [2n ** 60n, 0, 0],
      [0, -3, 0],
    ]);
  });

  it('are joined in their order, also where only some have a column', () => {
    for (let at = 0; at <= CELLS.length; at += 1)
      expect(cellsOf(joinColumns([columnsOf(CELLS.slice(0, at)), columnsOf(CELLS.slice(at))]))).toStrictEqual(
        CELLS,
      );
    expect(joinColumns([])).toStrictEqual(NO_CELLS);
  });
});
