import { describe, expect, it } from '@jest/globals';
import type { UsageRecord } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { arriving, Simulation, STEADY } from './simulation.ts';

/*
 * What it costs at DynamoDB, in write units per call, that a call is reported in part first, or under two names
 * (docs/figures.md). Plain calls must not pay for it: that is in bill.test.ts.
 */

const NOON = Date.UTC(2026, 10, 21, 12);
const LOAD = { ...STEADY, redelivered: 0, shortlyLate: 0, veryLate: 0 };
const ARRIVALS = arriving(LOAD, NOON, NOON + 5 * 60_000, new Random(7));

/** The write units of each round of reports, per call: all calls are reported once in every round. */
async function writesOf(
  ...rounds: readonly ((call: UsageRecord, index: number) => readonly UsageRecord[])[]
) {
  const simulation = new Simulation();
  const units: number[] = [];
  for (const reports of rounds) {
    const before = simulation.meter.of('record').write;
    await simulation.consume(
      ARRIVALS.flatMap(({ atMs, record }, index) =>
        reports(record, index).map((each) => ({ atMs, record: each })),
      ),
      LOAD,
    );
    units.push((simulation.meter.of('record').write - before) / ARRIVALS.length);
  }
  return units as [number, ...number[]];
}

const plain = (record: UsageRecord) => [record];
const part = ({ tokens, ...record }: UsageRecord): UsageRecord => ({
  ...record,
  status: 'partial',
  tokens: { ...tokens, output: 0 },
});
const messageId = (index: number) => `msg_${String(index).padStart(24, '0')}`;
const both = (record: UsageRecord, index: number) => [{ ...record, otherName: messageId(index) }];
const byMessageId = (record: UsageRecord, index: number) => [{ ...record, requestId: messageId(index) }];

describe('a call that is reported in part first', () => {
  it('costs a refused claim and a replacement when it is completed, beside its second copy', async () => {
    const [once] = await writesOf(plain);
    const [first, second] = await writesOf((record) => [part(record)], plain);
    expect(first).toBeLessThanOrEqual(once + 0.01);
    expect(second).toBeGreaterThan(2);
    expect(second).toBeLessThanOrEqual(once + 1.02);
  });

  it('costs nothing more when both reports come in one batch', async () => {
    const [once] = await writesOf(plain);
    const [together] = await writesOf((record) => [part(record), record]);
    expect(together).toBeLessThanOrEqual(once + 0.01);
  });
});

describe('a call with two names', () => {
  it('costs an alias more', async () => {
    const [once] = await writesOf(plain);
    const [named] = await writesOf(both);
    expect(named).toBeGreaterThan(once + 0.99);
    expect(named).toBeLessThanOrEqual(once + 1.02);
  });

  it('costs a claim of the alias more when it comes under its other name', async () => {
    const [once] = await writesOf(plain);
    const [, again] = await writesOf(both, byMessageId);
    expect(again).toBeLessThanOrEqual(once + 1.02);
  });

  it('costs three writes when both names are reported of a call that was known by its message id', async () => {
    const [once] = await writesOf(plain);
    const [, tied] = await writesOf(byMessageId, both);
    expect(tied).toBeLessThanOrEqual(once + 2.05);
  });
});
