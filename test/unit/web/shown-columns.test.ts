import { describe, expect, it } from '@jest/globals';
import { shownColumns } from '../../../web/src/parts/shown-columns.ts';

const columns = [
  { id: 'name' },
  { id: 'id', isShown: false },
  { id: 'state', isShownNarrow: false },
  { id: 'owner', isShown: false, isShownNarrow: false },
  { id: 'format', isShownSnug: false },
];

const ROOMS = ['narrow', 'snug', 'wide'] as const;

describe('the columns of a table', () => {
  it('come back when the window gets wider', () => {
    expect(shownColumns(columns, 'narrow').displayed).toEqual(['name']);
    expect(shownColumns(columns, 'snug').displayed).toEqual(['name', 'state']);
    expect(shownColumns(columns, 'wide').displayed).toEqual(['name', 'state', 'format']);
  });

  it('are the same in the file on every screen', () => {
    for (const room of ROOMS)
      expect(shownColumns(columns, room).written).toEqual(['name', 'state', 'format']);
  });

  it('are those that the reader chose, also on a narrow screen', () => {
    const chosen = ['state', 'owner'];
    for (const room of ROOMS)
      expect(shownColumns(columns, room, chosen)).toEqual({ displayed: chosen, written: chosen });
  });
});
