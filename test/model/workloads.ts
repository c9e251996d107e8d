import type { Scheduling } from '../support/interleaving.ts';

/** An inclusive range a schedule draws a number from. */
export type Between = readonly [least: number, most: number];

/** What happens in the schedules of one kind. */
export interface Workload {
  readonly scheduling: Scheduling;
  readonly records: Between;
  readonly messages: Between;
  readonly recordsPerMessage: Between;
  /** So many messages are consumed before anything else begins. */
  readonly settled: Between;
  /** How often each message is delivered while the others are under way; then again at the end. */
  readonly deliveries: Between;
  readonly rollUps: Between;
  readonly readers: Between;
  /** Of the hours `HOURS`, the first so many are used. */
  readonly hours: Between;
  /** Whether hours are divided into leaves of 15 minutes. */
  readonly hoursAre: 'whole' | 'divided';
  /** Each message brings a record of its own, in the same five minutes, with the same key. */
  readonly alike: boolean;
  /** One record is corrected or erased while all this goes on. */
  readonly correction: boolean;
  /** Everything is priced again while all this goes on. */
  readonly repricing: boolean;
  /** Schedules without any fault, of one in so many. */
  readonly faultless: number;
}

const STALLING: Workload = {
  scheduling: 'stalling',
  records: [2, 6],
  messages: [2, 5],
  recordsPerMessage: [1, 3],
  settled: [0, 0],
  deliveries: [1, 3],
  rollUps: [0, 4],
  readers: [0, 3],
  hours: [1, 4],
  hoursAre: 'whole',
  alike: false,
  correction: false,
  repricing: false,
  faultless: 3,
};

/** Many roll-ups over each other in one hour, some of them stale for long. */
const STALE: Workload = {
  ...STALLING,
  scheduling: 'priorities',
  deliveries: [1, 1],
  rollUps: [2, 4],
  hours: [1, 1],
  faultless: 2,
};

const REPAIRS: Workload = {
  ...STALE,
  records: [2, 3],
  messages: [2, 3],
  recordsPerMessage: [1, 2],
  settled: [0, 2],
  readers: [0, 1],
  hours: [1, 2],
  correction: true,
};

export const WORKLOADS = {
  /** Everything at once, each step alike. */
  uniform: { ...STALLING, scheduling: 'uniform', rollUps: [0, 3] },
  /** The same while some actors hardly ever get a turn. */
  stalling: STALLING,
  /** Few records. */
  races: { ...STALE, records: [2, 3], messages: [2, 3], recordsPerMessage: [1, 1], readers: [1, 2] },
  /** Records of one slice that come one by one while a roll-up reads it: the sets that roll-ups see are not nested. */
  overtaking: {
    ...STALE,
    records: [6, 6],
    messages: [5, 6],
    recordsPerMessage: [1, 1],
    settled: [2, 2],
    rollUps: [2, 2],
    readers: [0, 0],
    alike: true,
    faultless: 1,
  },
  /** A record is corrected or erased, and a repair asked for, while others arrive and stale roll-ups go on. */
  repairs: REPAIRS,
  /** As `stalling` does, with one more level. */
  leaves: { ...STALLING, hours: [1, 2], hoursAre: 'divided' },
  /** As `repairs` does, with one more level. */
  leafRepairs: { ...REPAIRS, hours: [1, 1], hoursAre: 'divided' },
  /** The hour is priced again while records arrive and stale roll-ups go on. */
  repricing: {
    ...STALE,
    records: [2, 4],
    messages: [2, 4],
    recordsPerMessage: [1, 2],
    settled: [0, 2],
    readers: [0, 2],
    repricing: true,
  },
} as const satisfies Record<string, Workload>;
