import { useTimes } from '../../parts/times.tsx';

export interface RangeTextProps {
  readonly range: { readonly from: string; readonly to: string };
  /** Where a header names the zone. */
  readonly withoutZone?: boolean;
}

/** From when to when. */
export function RangeText({ range: { from, to }, withoutZone = false }: RangeTextProps) {
  const times = useTimes();
  return <span>{withoutZone ? times.spanWithoutZone(from, to) : times.span(from, to)}</span>;
}
