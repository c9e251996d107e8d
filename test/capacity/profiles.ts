import { HOUR_MS, hourBucketId } from '@token-ledger/core';
import type { Random } from '../../scripts/random.ts';
import type { Units } from './metered-ledger-store.ts';
import { arriving, BUSY, type Load, occurring, Simulation, STEADY } from './simulation.ts';

/*
 * Two loads, each simulated at its full rate for as long as a test can wait; costs shared with the rest of the day are
 * added by arithmetic that rounds up. bench/capacity.ts simulates these computed parts.
 */

/** The last hour of a day: all its late records come after its day was first rolled up. */
const LAST_HOUR_MS = Date.UTC(2026, 10, 21, 23);
const FOLLOWED_HOURS = 22;
const HOURS_OF_DAY = 24;
const DAYS_OF_MONTH = 30;
/**
 * How often the waiting times of the roll-up allow a recomputation while late records of a day arrive for 20 hours
 * after it.
 */
const RECOMPUTATIONS_OF_DAY = 15;
/**
 * How often its waiting times allow an hour to be rolled up again before its day ends, if late records keep coming: from
 * never for the last hour to 20 times for the first one.
 */
const RECOMPUTATIONS_WITHIN_DAY = 14;

/**
 * The units of one hour's records over their whole life: recorded on time, late and again, and rolled up again for late
 * ones for 20 hours. Hours are alike, so this is also the use of all records while one hour passes.
 */
export async function steadyHour(
  random: Random,
  load: Load = STEADY,
): Promise<{
  readonly simulation: Simulation;
  readonly hourStartMs: number;
  readonly perRecord: Units;
}> {
  const simulation = new Simulation();
  const { meter } = simulation;
  const arrivals = occurring(load, LAST_HOUR_MS, LAST_HOUR_MS + HOUR_MS, random);
  const [closedMs, endMs] = [LAST_HOUR_MS + 1.1 * HOUR_MS, LAST_HOUR_MS + FOLLOWED_HOURS * HOUR_MS];
  await simulation.run(
    arrivals.filter(({ atMs }) => atMs < closedMs),
    load,
    LAST_HOUR_MS,
    closedMs,
  );
  const firstOfDay = meter.of('roll up day').write;
  await simulation.run(
    arrivals.filter(({ atMs }) => atMs >= closedMs),
    load,
    closedMs,
    endMs,
  );

  const records = load.recordsPerHour;
  const schedule = meter.of('schedule');
  const [recording, hour, day] = [meter.of('record'), meter.of('roll up hour'), meter.of('roll up day')];
  const readsOfHour = await simulation.readsOf('hour', hourBucketId(LAST_HOUR_MS));
  const readsOfDay = await simulation.readsOf('day', hourBucketId(LAST_HOUR_MS).slice(0, 8));
  // Each recomputation reads all hours and the stored item. A month reads its days, which are no larger, as often.
  const dayReads = (RECOMPUTATIONS_OF_DAY * (HOURS_OF_DAY * readsOfHour + readsOfDay)) / HOURS_OF_DAY;
  const monthReads =
    (RECOMPUTATIONS_OF_DAY * (DAYS_OF_MONTH + 1) * readsOfDay) / (DAYS_OF_MONTH * HOURS_OF_DAY);
  // As if no two hours of a day, and no two days of a month, ever changed the same item together.
  const dayWrites = firstOfDay / HOURS_OF_DAY + (day.write - firstOfDay);
  // Written by each recomputation, however many of the day's hours it is for.
  const listWrites = meter.of('lists').write / HOURS_OF_DAY;
  const hourListWrites = meter.of('lists of hour').write * (1 + RECOMPUTATIONS_WITHIN_DAY);
  return {
    simulation,
    hourStartMs: LAST_HOUR_MS,
    perRecord: {
      read: (recording.read + hour.read + schedule.read / FOLLOWED_HOURS + dayReads + monthReads) / records,
      write:
        (recording.write +
          hour.write +
          hourListWrites +
          schedule.write / FOLLOWED_HOURS +
          2 * (dayWrites + listWrites)) /
        records,
    },
  };
}

const BUSY_MS = 60_000;

/** Write units per record of a minute of a busy hour, and for the statistics of the hour, day and month. */
export async function writesOfBusyHour(random: Random, spanMs = BUSY_MS): Promise<number> {
  const simulation = new Simulation();
  const arrivals = arriving(BUSY, LAST_HOUR_MS, LAST_HOUR_MS + spanMs, random).map(({ atMs, record }) => ({
    atMs,
    record: { ...record, accessKeyId: 'ak_hot' },
  }));
  await simulation.consume(arrivals, BUSY);
  await simulation.rollUpAt(LAST_HOUR_MS + 2 * HOUR_MS);
  const { meter } = simulation;
  const records = new Set(arrivals.map(({ record }) => record.requestId)).size;
  const lists = meter.of('lists').write / HOURS_OF_DAY;
  const ofHour = meter.of('roll up hour').write + meter.of('lists of hour').write;
  const rolledUp = ofHour + 2 * meter.of('roll up day').write + 2 * lists;
  return meter.of('record').write / records + rolledUp / BUSY.recordsPerHour;
}
