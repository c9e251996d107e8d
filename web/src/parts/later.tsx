import { type ReactNode, useEffect, useState } from 'react';
import { Skeleton } from './skeleton.tsx';

/**
 * Whether something that was ready once is on the screen. What comes after it does not delay it: charts, tables and filters
 * are most of the code of a page, and nearly all of its drawing.
 */
export function useShown(isReady: boolean): boolean {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    if (!isReady || isShown) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A frame is painted after its callbacks, so before the next task.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setShown(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [isReady, isShown]);
  return isShown;
}

/** A part whose turn comes, with a placeholder until then. */
export function Later({
  when,
  lines,
  children,
}: {
  readonly when: boolean;
  readonly lines: number;
  readonly children: ReactNode;
}) {
  return when ? children : <Skeleton lines={lines} />;
}
