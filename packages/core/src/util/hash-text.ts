/** FNV-1a over UTF-16 units from a seed, with the final mixing of MurmurHash3. Guards against accidents, not against attacks. */
export function hashText(text: string, seed: number): number {
  let state = seed ^ 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
