import type { Scheduling } from '../../support/interleaving.ts';
import type { Between } from '../workloads.ts';
import type { CONTENTS } from './contents.ts';

/** How a report names its call. */
type Naming = 'request' | 'message' | 'both';

/** What happens in the schedules of one kind, in which calls are reported several times, each time differently. */
export interface CallWorkload {
  readonly scheduling: readonly Scheduling[];
  readonly calls: Between;
  readonly messages: Between;
  readonly reportsPerMessage: Between;
  readonly deliveries: Between;
  readonly rollUps: Between;
  readonly readers: Between;
  readonly hours: Between;
  /** So many messages are consumed before anything else begins. */
  readonly settled: Between;
  readonly contents: readonly (keyof typeof CONTENTS)[];
  readonly namings: readonly Naming[];
  /** Reports name the user from a rank on that is drawn from these: 0 is all of them, 3 none. */
  readonly namedFrom: Between;
  /** Instead, each report names the user or not, whatever its rank. */
  readonly namedAtRandom?: true;
  /** The reports of a call do not contradict each other. */
  readonly agreeing: boolean;
  /** Reports may name different users. */
  readonly otherUsers: boolean;
  /** Now and then a report ties a request to the message of another call. */
  readonly strayTies: boolean;
  /** Schedules without any fault, of one in so many. */
  readonly faultless: number;
}

const COMPLETION: CallWorkload = {
  scheduling: ['uniform', 'stalling', 'priorities'],
  calls: [1, 3],
  messages: [2, 4],
  reportsPerMessage: [1, 2],
  deliveries: [1, 2],
  rollUps: [1, 3],
  readers: [0, 2],
  hours: [1, 2],
  settled: [0, 2],
  contents: ['begun', 'wider', 'longer', 'totals', 'complete'],
  namings: ['request'],
  namedFrom: [0, 3],
  agreeing: true,
  otherUsers: false,
  strayTies: false,
  faultless: 3,
};

export const CALL_WORKLOADS = {
  /** Partial, thin and complete reports of the same calls in any order, the user named by some of them only. */
  completion: COMPLETION,
  /** One call whose user is named late, under stale roll-ups: usage moves from one item to another. */
  naming: {
    ...COMPLETION,
    scheduling: ['priorities'],
    calls: [1, 1],
    messages: [2, 3],
    reportsPerMessage: [1, 1],
    deliveries: [1, 1],
    rollUps: [2, 4],
    hours: [1, 1],
    settled: [0, 1],
    contents: ['begun', 'complete'],
    namedFrom: [1, 1],
  },
  /** One call whose figures become what they were at first, under stale roll-ups: sums alone do not show how far they are. */
  returning: {
    ...COMPLETION,
    scheduling: ['priorities'],
    calls: [1, 1],
    messages: [3, 3],
    reportsPerMessage: [1, 1],
    deliveries: [1, 1],
    rollUps: [2, 4],
    readers: [0, 0],
    hours: [1, 1],
    settled: [0, 1],
    contents: ['begun', 'otherTotals', 'completeAsBegun'],
    namedFrom: [0, 0],
    agreeing: false,
    faultless: 1,
  },
  /** Reports that know the request's name, the message's, or both. */
  names: { ...COMPLETION, calls: [1, 2], namings: ['request', 'message', 'both'], hours: [1, 3] },
  /** Reports of any rank that name the user or not, in any order: what names it first decides, and all after it agree. */
  users: {
    ...COMPLETION,
    calls: [1, 2],
    namings: ['request', 'message', 'both'],
    namedAtRandom: true,
  },
  /** Reports that contradict each other: other figures, other users, names tied differently. */
  conflicts: {
    ...COMPLETION,
    contents: ['begun', 'longer', 'totals', 'complete', 'otherTotals', 'otherComplete', 'completeAsBegun'],
    namings: ['request', 'message', 'both'],
    readers: [0, 1],
    agreeing: false,
    otherUsers: true,
    strayTies: true,
  },
} as const satisfies Record<string, CallWorkload>;
