/** @throws Error with what was seen instead, if something is not as an incident says */
export function expectThat(holds: boolean, seen: string): void {
  if (!holds) throw new Error(`Not as expected: ${seen}.`);
}
