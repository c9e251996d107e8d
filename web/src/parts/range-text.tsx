import { TO } from './separators.ts';
import { useTimes } from './times.tsx';
import { Unbroken } from './unbroken.tsx';

export interface RangeTextProps {
  readonly range: { readonly from: string; readonly to: string };
  /** Where a header names the zone. */
  readonly withoutZone?: boolean;
}

/**
 * From when to when, with the zone named once: `Nov 1, 2026, 00:00 – Dec 1, 2026, 00:00 UTC`.
 * Where it is too long for a line, each end has one.
 */
export function RangeText({ range: { from, to }, withoutZone = false }: RangeTextProps) {
  const times = useTimes();
  const [start, end] = withoutZone
    ? [times.minuteWithoutZone(from), times.minuteWithoutZone(to)]
    : [times.plainMinute(from), times.minute(to)];
  return (
    <span>
      <Unbroken>{start + TO}</Unbroken> <Unbroken>{end}</Unbroken>
    </span>
  );
}
