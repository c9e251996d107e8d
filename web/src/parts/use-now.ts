import { useEffect, useState } from 'react';

const TICK_MS = 60_000;

/** The time to the minute, so that a range that ends now moves with the clock. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
