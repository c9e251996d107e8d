import { beforeAll, describe, expect, it } from '@jest/globals';
import { HOUR_MS, hourBucketId, readStatistics } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { steadyHour, writesOfBusyHour } from './profiles.ts';
import { arriving, Simulation, STEADY } from './simulation.ts';

/* The ledger's cost at DynamoDB, in request units per record, is part of its promise (docs/figures.md). */

const NOON = Date.UTC(2026, 10, 21, 12);

describe('a million records a day', () => {
  let hour: Awaited<ReturnType<typeof steadyHour>>;
  beforeAll(async () => {
    hour = await steadyHour(new Random(1));
  }, 120_000);

  it('take at most 1.25 write units each', () => {
    expect(hour.perRecord.write).toBeGreaterThan(1);
    expect(hour.perRecord.write).toBeLessThanOrEqual(1.25);
  });

  it('take at most 0.40 read units each', () => {
    expect(hour.perRecord.read).toBeGreaterThan(0.05);
    expect(hour.perRecord.read).toBeLessThanOrEqual(0.4);
  });

  it('are read with one unit for each rolled-up hour of one user', async () => {
    const { simulation, hourStartMs } = hour;
    simulation.meter.phase = 'read';
    const { rows } = await readStatistics(simulation, {
      dimension: 'all',
      id: '*',
      period: 'hour',
      fromMs: hourStartMs,
      toMs: hourStartMs + HOUR_MS,
      limit: 10,
    });
    expect(rows).toMatchObject([{ bucket: { id: hourBucketId(hourStartMs) } }]);
    // The item and the marks of three periods.
    expect(simulation.meter.of('read').read).toBeLessThanOrEqual(2 + 3);
  });
});

describe('a million records an hour, all of one access key', () => {
  it('take at most 1.10 write units each', async () => {
    const writes = await writesOfBusyHour(new Random(2));
    expect(writes).toBeGreaterThan(1);
    expect(writes).toBeLessThanOrEqual(1.1);
  }, 120_000);
});

describe('records that are all delivered again', () => {
  it('take at most 1.1 write units each, plus their segments and marks a second time', async () => {
    const simulation = new Simulation();
    const load = { ...STEADY, redelivered: 0, shortlyLate: 0, veryLate: 0 };
    const arrivals = arriving(load, NOON, NOON + 5 * 60_000, new Random(3));
    const writesOf = async () => {
      const before = simulation.meter.of('record').write;
      await simulation.consume(arrivals, load);
      return simulation.meter.of('record').write - before;
    };
    const first = await writesOf();
    const again = await writesOf();
    expect(first).toBeGreaterThan(arrivals.length);
    expect(again).toBeLessThanOrEqual(1.1 * arrivals.length + (first - arrivals.length));
  });
});
