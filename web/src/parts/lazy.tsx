import { type ComponentType, lazy, Suspense } from 'react';
import { Skeleton } from './skeleton.tsx';
import { withPatience } from './with-patience.ts';

/**
 * A part that is loaded after the page shows, with a placeholder until then: tables, charts and filters are most of the code
 * of a page. Hand over a module that has the part by this name.
 */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
  lines: number,
): ComponentType<P> {
  const Part = lazy(async () => ({ default: await withPatience(load) }));
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={<Skeleton lines={lines} />}>
        <Part {...props} />
      </Suspense>
    );
  };
}
