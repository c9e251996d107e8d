import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useMay } from '../session/session-provider.tsx';
import { addressOf } from './address.ts';
import type { UsageFilterValues } from './usage-filter-parameters.ts';

export interface ExploreLinkProps {
  readonly range: { readonly from: string; readonly to?: string };
  readonly filter: UsageFilterValues;
  /** What else the address of the page may hold. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly ariaLabel?: string;
  readonly children: ReactNode;
}

/** From a figure to its course over time, divided. */
export function ExploreLink({ range, filter, more = {}, ariaLabel, children }: ExploreLinkProps) {
  const may = useMay();
  if (!may('getTrends')) return children;
  return (
    <Link
      href={addressOf('/explore', { ...range, ...filter, ...more })}
      {...(ariaLabel !== undefined && { ariaLabel })}
    >
      {children}
    </Link>
  );
}
