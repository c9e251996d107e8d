import { DIMENSIONS, PERIODS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { measuresShape } from './measures-response.ts';
import {
  flag,
  type Immutable,
  instantText,
  nextCursor,
  optionalName,
  rangeResponse,
  rangeShape,
  text,
} from './response-parts.ts';

/** What every answer about sums of usage says about its own freshness. */
export const answerNotesShape = {
  asOf: instantText('Everything recorded by then is counted.'),
  exact: flag('False only while a mass backfill is being rolled up: the hours in `inexactHours` may lag.'),
  pendingHours: z
    .array(z.iso.datetime())
    .check(z.describe('Hours of the range that are not rolled up yet and were summed from their records.')),
  inexactHours: z.array(z.iso.datetime()).check(z.describe('Hours of the range that may lag.')),
  frozenBefore: instantText('Usage before this instant never changes again.'),
};
const answerNotes = z.object(answerNotesShape);
export type AnswerNotes = Immutable<typeof answerNotes>;

/** Whose usage an answer is about. */
export const subjectShape = {
  dimension: z.enum(DIMENSIONS).check(z.describe('Whose usage it is, or how the rows are split.')),
  id: z.exactOptional(text('The access key or user, if one was requested.')),
  name: optionalName(),
  accessKeyId: z.exactOptional(text('Beside `id`: only usage through this access key.')),
  accessKeyName: optionalName(),
  userId: z.exactOptional(text('Beside `id`: only usage for this user.')),
  userName: optionalName(),
};

export const statisticsRow = z.object({
  ...rangeShape,
  id: text('The access key or user; `-` for records without a user, and for dimension `all`.'),
  name: optionalName(),
  ...measuresShape,
});
export type StatisticsResponseRow = Immutable<typeof statisticsRow>;

/** The body of `GET /v1/statistics`. */
export const statisticsResponse = z.object({
  ...subjectShape,
  period: z.enum(PERIODS),
  range: rangeResponse,
  ...answerNotesShape,
  rows: z.array(statisticsRow).check(z.describe('One for each period and id with usage, by time, then id.')),
  nextCursor: nextCursor(),
});
export type StatisticsResponse = Immutable<typeof statisticsResponse>;
