import { useTimes } from '../../parts/times.tsx';

export interface RangeTextProps {
  readonly range: { readonly from: string; readonly to: string };
}

/** From when to when, with the zone. */
export function RangeText({ range: { from, to } }: RangeTextProps) {
  const times = useTimes();
  return <span>{times.span(from, to)}</span>;
}
