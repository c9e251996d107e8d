const END = '<!-- end -->';

/** The page with its generated part replaced: what stands between the marker that names the command and the next end. */
export function replaceGenerated(page: string, command: string, part: string): string {
  const begin = `<!-- written by npm run ${command} -->`;
  const [before, rest] = halves(page, begin);
  const [, after] = halves(rest, END);
  return `${before}${begin}\n\n${part}\n\n${END}${after}`;
}

function halves(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`The page lacks ${mark}.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
