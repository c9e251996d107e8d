/** A figure with the name of what has it. */
export type Named = readonly [name: string, figure: number];

/** Closer figures are those of one run, and not of what was measured. */
const ALIKE = 1.05;

/** A sentence that says which of two takes more of something, and how many times as much; `when` says under what load. */
export function whoTakesMore(what: string, a: Named, b: Named, when?: string): string {
  const [[larger, most], [smaller, least]] = a[1] >= b[1] ? [a, b] : [b, a];
  const sentence =
    most / least < ALIKE
      ? `${larger} takes as much ${what} as ${smaller}.`
      : `${larger} takes ${timesAsMuch(most / least)} ${what} as ${smaller}.`;
  return when === undefined ? capitalized(sentence) : `${capitalized(when)}, ${sentence}`;
}

/** Such as `8.7 times as much`, before what is compared. */
export function timesAsMuch(ratio: number): string {
  return `${ratio >= 100 ? ratio.toFixed(0) : Number(ratio.toPrecision(2))} times as much`;
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
