import { describe, expect, it } from '@jest/globals';
import { shownColumns } from '../../../web/src/parts/shown-columns.ts';

const columns = [
  { id: 'name' },
  { id: 'id', isShown: false },
  { id: 'state', isShownNarrow: false },
  { id: 'owner', isShown: false, isShownNarrow: false },
];

describe('the columns of a table', () => {
  it('come back when the window gets wider', () => {
    expect(shownColumns(columns, true).displayed).toEqual(['name']);
    expect(shownColumns(columns, false).displayed).toEqual(['name', 'state']);
  });

  it('are the same in the file on every screen', () => {
    for (const isNarrow of [true, false])
      expect(shownColumns(columns, isNarrow).written).toEqual(['name', 'state']);
  });

  it('are those that the reader chose, also on a narrow screen', () => {
    const chosen = ['state', 'owner'];
    for (const isNarrow of [true, false])
      expect(shownColumns(columns, isNarrow, chosen)).toEqual({ displayed: chosen, written: chosen });
  });
});
