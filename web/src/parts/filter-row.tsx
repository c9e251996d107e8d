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
      gridDefinition={[{ colspan: { default: 12, s: 5, l: 4 } }, { colspan: { default: 12, s: 7, l: 8 } }]}
    >
      {children}
    </Grid>
  );
}
