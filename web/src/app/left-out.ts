import { type NotUnderstood, notUnderstood, type Parameters, readParameters } from '../parts/address.ts';
import { DEFAULT_RANGE, type LastRange, RANGE_PARAMETERS, unusableEnds } from '../parts/range.ts';

/** What a page leaves out of its address. */
export interface LeftOut {
  readonly values: readonly NotUnderstood[];
  /** The range that is shown, where the address may have asked for another. */
  readonly range?: LastRange;
}

/** Undefined if the page takes all of its address. */
export function leftOut(
  { parameters, range = DEFAULT_RANGE }: { readonly parameters: Parameters; readonly range?: LastRange },
  raw: Readonly<Record<string, unknown>>,
): LeftOut | undefined {
  const hasRange = Object.hasOwn(parameters, 'last');
  const asked = hasRange ? readParameters(RANGE_PARAMETERS, raw) : {};
  const ends = unusableEnds(asked);
  const values = [
    ...notUnderstood(parameters, raw),
    ...ends.map((name) => ({ name, value: String(raw[name]) })),
  ];
  if (values.length === 0) return undefined;
  const isUsable = asked.from !== undefined && ends.length === 0;
  // A name that no page knows, such as `in=last-month`, may stand for a range, unless the address has one.
  const mayBeRange = (name: string) =>
    Object.hasOwn(RANGE_PARAMETERS, name) || (asked.last === undefined && !Object.hasOwn(parameters, name));
  const isAboutRange = hasRange && values.some(({ name }) => mayBeRange(name));
  return { values, ...(isAboutRange && !isUsable && { range: asked.last ?? range }) };
}
