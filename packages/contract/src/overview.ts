import * as z from 'zod/mini';
import {
  cellParameters,
  checkRange,
  checkSubject,
  MAX_RANGE_DAYS,
  rangeParameters,
  refuseIn,
  subjectParameters,
  trueOrFalse,
} from './query-parameters.ts';

/** The most models, and features, in an overview. */
export const MAX_SHARES = 100;

/** The query parameters of `GET /v1/overview`. */
export const overviewQuery = z
  .strictObject({
    ...subjectParameters,
    ...rangeParameters,
    ...cellParameters,
    /** Whether to count the active access keys and users, which reads what all of them used. */
    active: z.optional(trueOrFalse()),
  })
  .check((context) => {
    const { dimension, id, accessKeyId, userId } = context.value;
    const refuse = refuseIn(context);
    checkSubject(context.value, refuse);
    const alone = accessKeyId === undefined && userId === undefined;
    if (alone && dimension !== undefined && dimension !== 'all' && id === undefined)
      refuse('id', `is required for dimension ${dimension}`);
    checkRange(context.value, MAX_RANGE_DAYS, refuse);
  });
