import { describe, expect, it } from '@jest/globals';
import { DEMO_DAYS, type DemoCall, type DemoOptions, demoMonth, TEAMS } from '@token-ledger/cli/demo';
import { parseUsageRecord } from '@token-ledger/contract';
import { DAY_MS } from '@token-ledger/core';
import { readConfiguration } from '../../../lib/configuration/read-configuration.ts';
import { settingsOfTwoMonths, twoMonths } from '../../../scripts/demo/two-months.ts';

/** A Saturday. */
const NOW = Date.UTC(2026, 10, 28, 12, 34, 56, 789);
const MONTH = demoMonth({ nowMs: NOW });

const count = (matches: (call: DemoCall) => boolean) => MONTH.filter(matches).length;
const daysAgo = ({ record }: DemoCall) => (NOW - record.occurredAt) / DAY_MS;
const within = (from: number, to: number) => (call: DemoCall) => daysAgo(call) <= from && daysAgo(call) > to;
const usageOf = ({ record }: DemoCall): Record<string, unknown> => record.usage ?? {};

describe('the month of the demo', () => {
  it('is the same for the same seed and time, and another for another seed', () => {
    const month = (options: Partial<DemoOptions>) => JSON.stringify(demoMonth({ nowMs: NOW, ...options }));
    expect(month({ seed: 1 }) === month({})).toBe(true);
    expect(month({ seed: 2 }) === month({})).toBe(false);
  });

  it('has about as many calls as asked for, each under its own id, in the order of time', () => {
    for (const calls of [300, 4000, 12_000]) {
      const month = demoMonth({ nowMs: NOW, calls });
      expect(Math.abs(month.length / calls - 1)).toBeLessThan(0.1);
      expect(new Set(month.map(({ record }) => record.requestId)).size).toBe(month.length);
      const times = month.map(({ record }) => record.occurredAt);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  it.each([NOW, NOW - (NOW % 3_600_000), NOW - 9.5 * DAY_MS])('ends at %i and is 30 days long', (nowMs) => {
    const times = demoMonth({ nowMs }).map(({ record }) => record.occurredAt);
    expect(Math.max(...times)).toBeLessThan(nowMs);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(nowMs - DEMO_DAYS * DAY_MS);
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan((DEMO_DAYS - 1) * DAY_MS);
  });

  it('begins with an instant if asked, such as the first of the month before the last day', () => {
    for (const nowMs of [NOW, Date.UTC(2026, 7, 31, 23)]) {
      const { fromMs, calls } = twoMonths(nowMs);
      expect(new Date(fromMs).toISOString()).toMatch(/-01T00:00:00\.000Z$/);
      const month = demoMonth({ nowMs, fromMs, calls });
      const times = month.map(({ record }) => record.occurredAt);
      expect(Math.min(...times)).toBeGreaterThanOrEqual(fromMs);
      expect(Math.max(...times)).toBeLessThan(nowMs);
      const monthOf = (ms: number) => new Date(ms).getUTCMonth();
      const days = new Set(
        times.filter((ms) => monthOf(ms) === monthOf(fromMs)).map((ms) => Math.floor(ms / DAY_MS)),
      );
      expect(days.size).toBe(31);
      expect(Math.abs(month.length / calls - 1)).toBeLessThan(0.1);
    }
  });

  it('of two months counts with the settings that the local product gets, even on the longest two', async () => {
    const settings = await settingsOfTwoMonths();
    const configuration = readConfiguration({
      tryGetContext: (name) => (name === 'tokenLedger' ? settings : undefined),
    });
    expect(configuration.lateLimitDays).toBeGreaterThan(62);
  });

  it('has only records that the ledger takes', () => {
    const records = demoMonth({ nowMs: NOW, calls: 500 }).map(({ record }) => record);
    const parsed = records.map((record) => parseUsageRecord({ ...record, accessKeyId: 'ak_1' }));
    expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('has three teams of 20 people, all of whom call', () => {
    expect(TEAMS.map(({ name }) => name)).toEqual(['Search', 'Support', 'Platform']);
    const users = TEAMS.flatMap((team) => team.users.map(({ id }) => id));
    expect(users).toHaveLength(20);
    expect(new Set(MONTH.map(({ record }) => record.userId))).toEqual(new Set(users));
  });

  it('is quiet at weekends and at night', () => {
    const day = (call: DemoCall) => new Date(call.record.occurredAt).getUTCDay();
    const weekend = count((call) => day(call) === 0 || day(call) === 6) / 9;
    const weekdays = count((call) => day(call) > 0 && day(call) < 6) / 21;
    expect(weekend).toBeLessThan(weekdays / 2);
    const hour = (call: DemoCall) => new Date(call.record.occurredAt).getUTCHours();
    expect(count((call) => hour(call) === 4)).toBeLessThan(count((call) => hour(call) === 13) / 5);
  });

  it('grows, and jumps when a team gets a new feature', () => {
    const search = (from: number, to: number) =>
      count((call) => call.team.name === 'Search' && within(from, to)(call));
    expect(search(7, 0)).toBeGreaterThan(search(28, 21) * 1.15);
    const agents = count(({ record }) => record.feature === 'agent');
    expect(agents).toBeGreaterThan(0);
    expect(count((call) => call.record.feature === 'agent' && daysAgo(call) > 9)).toBe(0);
    const platform = (from: number, to: number) =>
      count((call) => call.team.name === 'Platform' && within(from, to)(call));
    expect(platform(7, 0)).toBeGreaterThan(platform(28, 21) * 2);
  });

  it('uses several models, the caches, batches, and fails now and then', () => {
    expect(new Set(MONTH.map(({ record }) => record.model)).size).toBe(3);
    const share = (matches: (call: DemoCall) => boolean) => count(matches) / MONTH.length;
    expect(share((call) => Number(usageOf(call)['cache_read_input_tokens'] ?? 0) > 0)).toBeGreaterThan(0.5);
    for (const ttl of ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'])
      expect(
        share((call) => Boolean((usageOf(call)['cache_creation'] as Record<string, number>)?.[ttl])),
      ).toBeGreaterThan(0);
    expect(share((call) => usageOf(call)['service_tier'] === 'batch')).toBeGreaterThan(0.005);
    const failed = share(({ record }) => record.status === 'error');
    expect(failed).toBeGreaterThan(0.01);
    expect(failed).toBeLessThan(0.03);
    expect(share(({ record }) => record.status === 'partial')).toBeGreaterThan(0.003);
  });
});
