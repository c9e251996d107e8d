import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useMay } from '../session/session-provider.tsx';
import { addressOf } from './address.ts';
import type { UsageFilterValues } from './usage-filter-parameters.ts';

export interface RecordsLinkProps {
  readonly range: { readonly from: string; readonly to?: string };
  readonly filter: UsageFilterValues;
  readonly children: ReactNode;
}

/** From a figure to the records behind it. */
export function RecordsLink({ range, filter, children }: RecordsLinkProps) {
  const may = useMay();
  if (!may('getRecords')) return children;
  return <Link href={addressOf('/records', { ...range, ...filter })}>{children}</Link>;
}
