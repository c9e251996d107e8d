/** A figure with the name of what has it. */
export type Named = readonly [name: string, figure: number];

/** A sentence that says which of two takes more of something, and how many times as much; `when` says under what load. */
export function whoTakesMore(what: string, a: Named, b: Named, when?: string): string {
  const [[larger, most], [smaller, least]] = a[1] >= b[1] ? [a, b] : [b, a];
  const sentence = `${larger} takes ${timesThe(most / least)} ${what} of ${smaller}.`;
  return when === undefined ? capitalized(sentence) : `${capitalized(when)}, ${sentence}`;
}

/** Such as `8.7 times the`, before what is compared. */
export function timesThe(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : Number(ratio.toPrecision(2))} times the`;
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
