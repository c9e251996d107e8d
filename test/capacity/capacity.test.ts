import { describe, expect, it } from '@jest/globals';
import { Random } from '../../scripts/random.ts';
import { writesOfBusyHour } from './profiles.ts';
import { arriving, Simulation, STEADY } from './simulation.ts';

/* The ledger's cost at DynamoDB, in request units per record, is part of its promise (docs/figures.md); see also bill.test.ts. */

const NOON = Date.UTC(2026, 10, 21, 12);

describe('a million records an hour, all of one access key', () => {
  it('take at most 1.10 write units each', async () => {
    const writes = await writesOfBusyHour(new Random(2));
    expect(writes).toBeGreaterThan(1);
    expect(writes).toBeLessThanOrEqual(1.1);
  });
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
