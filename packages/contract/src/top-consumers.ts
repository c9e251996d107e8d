import { CONSUMER_KINDS, MAGNITUDES } from '@token-ledger/core';
import * as z from 'zod/mini';
import {
  cellParameters,
  checkRange,
  MAX_RANGE_DAYS,
  otherSubjectParameters,
  rangeParameters,
  refuseIn,
  wholeNumber,
} from './query-parameters.ts';

export const MAX_CONSUMERS = 1000;
export const DEFAULT_CONSUMERS = 10;

/** The query parameters of `GET /v1/top-consumers`. */
export const topConsumersQuery = z
  .strictObject({
    /** What to rank. */
    dimension: z._default(z.enum(CONSUMER_KINDS), 'user'),
    sort: z._default(z.enum(MAGNITUDES), 'total'),
    ...rangeParameters,
    ...cellParameters,
    ...otherSubjectParameters,
    minTokens: z._default(wholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    minRequests: z._default(wholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    limit: z._default(wholeNumber(1, MAX_CONSUMERS), DEFAULT_CONSUMERS),
  })
  .check((context) => {
    const { dimension, accessKeyId, userId } = context.value;
    const refuse = refuseIn(context);
    checkRange(context.value, MAX_RANGE_DAYS, refuse);
    if (dimension === 'model' || dimension === 'feature') return;
    const message = 'must be left out unless models or features are ranked';
    if (accessKeyId !== undefined) refuse('accessKeyId', message);
    if (userId !== undefined) refuse('userId', message);
  });
