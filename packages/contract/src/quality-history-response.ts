import { AUDIT_OUTCOMES, PART_RESULTS, PERIODS, QUALITY_GRADES, RECORD_SOURCES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { flag, type Immutable, instantText, quantity } from './response-parts.ts';

const score = z.nullable(
  z
    .int()
    .check(z.gte(0), z.lte(100), z.describe('100 without any defect; null if there was nothing to judge.')),
);
const grade = z.nullable(
  z.enum(QUALITY_GRADES).check(z.describe('`good` from 90, `fair` from 70; null without a score.')),
);

const defects = {
  records: quantity('Records that occurred on the day.'),
  unpricedRecords: quantity('Of which something has no price.'),
  partialRecords: quantity('Of calls that broke off, and that no later report completed.'),
  totalsOnlyRecords: quantity('Of which no report knew more than totals.'),
  recordsWithoutUser: quantity('That name no user.'),
  recordsWithoutFeature: quantity('That name no feature.'),
  unattributedRecords: quantity('With cache writes whose time-to-live was not reported.'),
  lateRecords: quantity('Received more than an hour after the call; 0 of sources that report past calls.'),
};

/** What the audit of a night found out about the day before. */
export const auditedDayResponse = z.object({
  date: z.iso.date().check(z.describe('The day, in the reporting time zone.')),
  from: instantText('When it began.'),
  to: instantText('When it ended.'),
  startedAt: instantText('When its audit began.'),
  finishedAt: z.exactOptional(
    instantText('When it ended; absent while parts are open. Then nothing is judged yet.'),
  ),
  complete: flag('Whether every part was compared.'),
  score,
  grade,
  ...defects,
  quarantinedRecords: quantity('Received on the day, and not countable.'),
  figures: z
    .object({
      compared: quantity('Figures of statistics, and records that were looked up.'),
      repaired: quantity('Differed, and are right since.'),
      kept: quantity('Differ still: they wait for the roll-up, or for a person.'),
    })
    .check(z.describe('Of the day, and of the days in `pastDates`.')),
  parts: z
    .record(z.enum(PART_RESULTS), z.int().check(z.gte(0)))
    .check(z.describe('Hours, days, months and samples of records that were compared, or were not and why.')),
  pastDates: z.array(z.iso.date()).check(z.describe('The days of the past that were audited with it.')),
  outcomes: z
    .array(
      z.object({
        kind: z.enum([...PERIODS, 'records']),
        from: instantText('Of the hour, day or month; of `records`, of the day.'),
        figures: quantity('That differed.'),
        outcome: z.enum(AUDIT_OUTCOMES),
      }),
    )
    .check(z.describe('Where something differed, the first 20 places.')),
  sources: z.array(z.object({ source: z.enum(RECORD_SOURCES), score, grade, ...defects })),
});
export type AuditedDayResponse = Immutable<typeof auditedDayResponse>;

export const qualityHistoryResponse = z.object({
  days: z
    .array(auditedDayResponse)
    .check(z.describe('The audited days, in order. A day without an audit is absent.')),
});
