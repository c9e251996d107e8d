import { type NotUnderstood, notUnderstood, type Parameters, readParameters } from '../parts/address.ts';
import { DEFAULT_RANGE, type LastRange, RANGE_PARAMETERS, unusableEnds } from '../parts/range.ts';

/** What a page leaves out of its address. */
export interface LeftOut {
  readonly values: readonly NotUnderstood[];
  /** What is shown instead of a range that was not understood. */
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
  const isAboutRange = hasRange && values.some(({ name }) => Object.hasOwn(RANGE_PARAMETERS, name));
  const isUsable = asked.from !== undefined && ends.length === 0;
  return { values, ...(isAboutRange && !isUsable && { range: asked.last ?? range }) };
}
