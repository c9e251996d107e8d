import { hourStart } from '../time/bucket.ts';
import type { Clock } from '../time/clock.ts';

const MAX_REMEMBERED_KEYS = 10_000;

/** Returns the start of the hour with the first use of an access key in it, as far as this instance remembers, and nothing afterwards. */
export function createFirstUseOfHour(clock: Clock): (accessKeyId: string) => number | undefined {
  let hourStartMs = 0;
  const seen = new Set<string>();
  return (accessKeyId) => {
    const currentMs = hourStart(clock());
    if (currentMs !== hourStartMs || seen.size >= MAX_REMEMBERED_KEYS) seen.clear();
    hourStartMs = currentMs;
    if (seen.has(accessKeyId)) return undefined;
    seen.add(accessKeyId);
    return currentMs;
  };
}
