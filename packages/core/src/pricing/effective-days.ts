import type { EffectiveDays } from './price-book.ts';

/** Milliseconds since the epoch: [fromMs, toMs), infinite where there is no limit. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The interval of days that were checked: a day alone is read as midnight UTC. */
export function toInterval({ effectiveFrom, effectiveTo }: EffectiveDays): Interval {
  return {
    fromMs: effectiveFrom === undefined ? -Infinity : Date.parse(effectiveFrom),
    toMs: effectiveTo === undefined ? Infinity : Date.parse(effectiveTo),
  };
}

/** The first that holds at an instant. */
export function currentlyIn<T extends Interval>(dated: readonly T[], ms: number): T | undefined {
  return dated.find(({ fromMs, toMs }) => fromMs <= ms && ms < toMs);
}
