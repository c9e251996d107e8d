import { DAY_MS, type DayAudit, NO_RECORDS } from '@token-ledger/core';
import { NOON } from './records.ts';

/** A finished audit of the day of `NOON`, that repaired an hour. */
export const DAY_AUDIT: DayAudit = {
  day: '20261121',
  fromMs: NOON - DAY_MS / 2,
  toMs: NOON + DAY_MS / 2,
  revision: 1,
  startedAtMs: NOON + DAY_MS,
  updatedAtMs: NOON + DAY_MS,
  finishedAtMs: NOON + DAY_MS,
  runs: 1,
  open: [],
  pastDays: ['20261008', '20261009'],
  parts: { compared: 76, pending: 0, tooLarge: 0, frozen: 0, unchecked: 0 },
  figures: { compared: 10_000, repaired: 2, kept: 0 },
  outcomes: [{ kind: 'hour', id: '2026112112', figures: 2, outcome: 'repaired' }],
  sources: {
    direct: { ...NO_RECORDS, records: 200, withoutUser: 20 },
    gateway: { ...NO_RECORDS, records: 100 },
  },
  quarantined: 0,
};
