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

/** What every answer about sums of usage says about itself. */
export const answerNotesShape = {
  asOf: instantText('Everything recorded by then is counted.'),
  exact: flag(
    'False only when a mass backfill is still being rolled up: the hours in `inexactHours` may lag.',
  ),
  pendingHours: z
    .array(z.iso.datetime())
    .check(
      z.describe('Hours of the range that were summed up from their records, as they are not rolled up yet.'),
    ),
  inexactHours: z.array(z.iso.datetime()).check(z.describe('Hours of the range that may lag.')),
  frozenBefore: instantText('What occurred before never changes again.'),
};
const answerNotes = z.object(answerNotesShape);
export type AnswerNotes = Immutable<typeof answerNotes>;

/** Whose usage an answer is about. */
export const subjectShape = {
  dimension: z.enum(DIMENSIONS).check(z.describe('Whose usage it is, or by what it is told apart.')),
  id: z.exactOptional(text('The access key or user, if one was asked for.')),
  name: optionalName(),
  accessKeyId: z.exactOptional(text('Beside `id`: of it, only what went through this access key.')),
  accessKeyName: optionalName(),
  userId: z.exactOptional(text('Beside `id`: of it, only what was for this user.')),
  userName: optionalName(),
};

export const statisticsRow = z.object({
  ...rangeShape,
  id: text('The access key or user; `-` of records without a user, and for dimension `all`.'),
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
  rows: z
    .array(statisticsRow)
    .check(z.describe('One for each period and id that used anything, by time, then id.')),
  nextCursor: nextCursor(),
});
export type StatisticsResponse = Immutable<typeof statisticsResponse>;
