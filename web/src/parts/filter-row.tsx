import Grid from '@cloudscape-design/components/grid';
import type { ReactNode } from 'react';

/** The range beside the filter, or above it where there is no room. */
export function FilterRow({
  children,
}: {
  readonly children: readonly [range: ReactNode, filter: ReactNode];
}) {
  return (
    <Grid
      // In a table beside the navigation of a small laptop there is less than `s`.
      gridDefinition={[{ colspan: { default: 12, xs: 5, l: 4 } }, { colspan: { default: 12, xs: 7, l: 8 } }]}
    >
      {children}
    </Grid>
  );
}
