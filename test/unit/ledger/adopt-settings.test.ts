import { describe, expect, it } from '@jest/globals';
import {
  adoptSettings,
  Calendar,
  DAY_MS,
  expiresAtMs,
  HOUR_MS,
  LEAF_MINUTES,
  type TimedSettings,
} from '@token-ledger/core';
import { InMemorySettingsStore } from '@token-ledger/in-memory';
import fc from 'fast-check';
import { NOON } from '../../support/records.ts';

const withSettings = (retentionDays: number, leafMinutes: TimedSettings['leafMinutes'] = 60) => ({
  retentionDays,
  leafMinutes,
});

describe('adoptSettings', () => {
  it('begins with the configured settings, for all time', async () => {
    const store = new InMemorySettingsStore();
    expect(await adoptSettings(store, withSettings(90), NOON)).toEqual(withSettings(90));
    expect(await adoptSettings(store, withSettings(90), NOON + DAY_MS)).toEqual(withSettings(90));
  });

  it.each([withSettings(30), withSettings(90, 15)])(
    'lets a change to %j begin at a full hour, one to two hours ahead',
    async (configured) => {
      const store = new InMemorySettingsStore();
      await adoptSettings(store, withSettings(90), NOON);
      const changed = { ...configured, earlier: [{ untilMs: NOON + 2 * HOUR_MS, ...withSettings(90) }] };
      expect(await adoptSettings(store, configured, NOON + HOUR_MS - 1)).toEqual(changed);
      expect(await adoptSettings(store, configured, NOON + DAY_MS)).toEqual(changed);
    },
  );

  it('reverts a change that has not begun', async () => {
    const store = new InMemorySettingsStore();
    await adoptSettings(store, withSettings(90), NOON);
    await adoptSettings(store, withSettings(30, 5), NOON);
    const settings = await adoptSettings(store, withSettings(90), NOON + 1);
    for (const ms of [NOON, NOON + DAY_MS]) {
      expect(expiresAtMs(ms, settings)).toBe(expiresAtMs(ms, withSettings(90)));
      expect(new Calendar('UTC', settings).finestAt(ms).period).toBe('hour');
    }
  });

  const someSettings = fc.tuple(fc.integer({ min: 4, max: 400 }), fc.constantFrom(...LEAF_MINUTES));
  const steps = fc.array(fc.tuple(someSettings, fc.integer({ min: 0, max: 5 * HOUR_MS })), { maxLength: 8 });

  it('never changes settings of a time for which data may have been written, however often they change', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (changes) => {
        const store = new InMemorySettingsStore();
        let nowMs = NOON;
        let settings = await adoptSettings(store, withSettings(90), nowMs);
        for (const [[retentionDays, leafMinutes], waitMs] of changes) {
          nowMs += waitMs;
          const next = await adoptSettings(store, withSettings(retentionDays, leafMinutes), nowMs);
          const [before, after] = [new Calendar('UTC', settings), new Calendar('UTC', next)];
          for (const occurredAtMs of [NOON, nowMs - DAY_MS, nowMs, nowMs + HOUR_MS - 1]) {
            expect(expiresAtMs(occurredAtMs, next)).toBe(expiresAtMs(occurredAtMs, settings));
            expect(after.finestAt(occurredAtMs)).toEqual(before.finestAt(occurredAtMs));
          }
          settings = next;
        }
      }),
    );
  });

  it('agrees with a concurrent change', async () => {
    const store = new InMemorySettingsStore();
    const answers = await Promise.all([1, 2, 3].map(() => adoptSettings(store, withSettings(90), NOON)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
