import { expect, it } from '@jest/globals';
import { RepeatedNames } from '../../../packages/importers/src/drive/repeated-names.ts';

it('names are compared with as many as are remembered, and with no others', () => {
  const names = new RepeatedNames(2);
  const seen = ['a', 'b', 'c', 'c', 'a', 'b'].map((name) => names.repeats('ak_1', name));
  expect(seen).toEqual([false, false, false, false, true, true]);
  expect(names.repeats('ak_2', 'a')).toBe(false);
});
