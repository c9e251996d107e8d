import { hourStart, NOTHING_WITNESSED, type WitnessStore } from '@token-ledger/core';
import type { Telemetry } from '../shared/telemetry.ts';

export interface CountUnidentifiedDeps {
  readonly witnesses: Pick<WitnessStore, 'addWitnessed'>;
  readonly telemetry: Telemetry;
}

/** Spans of one request are of the last minutes. More hours come of wrong clocks. */
const MAX_COUNTED_HOURS = 3;

/**
 * Counts spans of Anthropic that name no call, by the times of their calls. The counters are approximate, so a failure costs
 * nothing but the count.
 */
export async function countUnidentified(
  { witnesses, telemetry }: CountUnidentifiedDeps,
  timesMs: readonly number[],
): Promise<void> {
  const hours = new Map<number, number>();
  for (const ms of timesMs) hours.set(hourStart(ms), (hours.get(hourStart(ms)) ?? 0) + 1);
  try {
    for (const [hour, count] of [...hours].slice(0, MAX_COUNTED_HOURS)) {
      await witnesses.addWitnessed(hour, { ...NOTHING_WITNESSED, seen: count, withoutIdentity: count });
    }
  } catch (error) {
    telemetry.logger.warn('Spans without identity could not be counted.', { error });
  }
}
