import { HOUR_MS, hourStart } from '../time/bucket.ts';
import type { LedgerSettings, SettingsStore, TimedSettings } from './settings.ts';

/** A change begins so much later than it is noticed, rounded up to a full hour: by then everyone has read it. */
export const SETTINGS_CHANGE_DELAY_MS = HOUR_MS;

/**
 * The settings to follow when `configured` is what is configured. The first to notice that the configuration changed
 * stores that it holds for usage that occurs from an hour ahead on; what occurred before keeps the settings under which
 * its first copies were written, so a change is safe in both directions, at any time, from any number of callers.
 */
export async function adoptSettings(
  store: SettingsStore,
  configured: TimedSettings,
  nowMs: number,
): Promise<LedgerSettings> {
  while (true) {
    const stored = await store.getSettings();
    if (stored && isSame(stored, configured)) return stored;
    const next = stored ? changed(stored, configured, nowMs) : configured;
    if (await store.putSettings(next, stored)) return next;
  }
}

function isSame(a: TimedSettings, b: TimedSettings): boolean {
  return a.retentionDays === b.retentionDays && a.leafMinutes === b.leafMinutes;
}

function changed(
  { earlier = [], ...settings }: LedgerSettings,
  configured: TimedSettings,
  nowMs: number,
): LedgerSettings {
  const untilMs = hourStart(nowMs + SETTINGS_CHANGE_DELAY_MS) + HOUR_MS;
  // A change that was to begin no earlier than this one has not begun, and never will.
  if ((earlier.at(-1)?.untilMs ?? Number.NEGATIVE_INFINITY) >= untilMs) return { ...configured, earlier };
  return { ...configured, earlier: [...earlier, { untilMs, ...settings }] };
}
