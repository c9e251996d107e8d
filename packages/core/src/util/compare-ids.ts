/**
 * Orders ids like the store: by their UTF-8 bytes, which is by code points. JavaScript's `<` compares UTF-16 units and
 * sorts characters beyond U+FFFF before U+E000 to U+FFFF.
 */
export function compareIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [unitA, unitB] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (unitA === unitB) continue;
    return isSurrogate(unitA) === isSurrogate(unitB) || Math.min(unitA, unitB) < 0xd800
      ? unitA - unitB
      : isSurrogate(unitA)
        ? 1
        : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
