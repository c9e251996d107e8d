/** The lines of a table, without the width of its columns. */
export function linesOf(table: string): readonly string[] {
  return table
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '));
}
