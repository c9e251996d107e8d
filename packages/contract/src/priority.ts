import { PRIORITIES, type Priority } from '@token-ledger/core';
import * as z from 'zod/mini';

/** The least number that stands for `live`, as in JMS: 0 to 4 can wait, 5 to 9 is expedited. */
export const LEAST_LIVE_PRIORITY = 5;
export const MAX_PRIORITY = 9;

type WirePriority = Priority | number;

const ALLOWED: readonly unknown[] = [...PRIORITIES, ...Array.from({ length: MAX_PRIORITY + 1 }).keys()];

/** `bulk` for backfill, which must not delay what people wait for; or a number that stands for one of them. */
const priority = z.unknown().check(
  z.refine(
    (value) => ALLOWED.includes(value),
    `must be ${PRIORITIES.join(', ')} or a whole number from 0 to ${MAX_PRIORITY}`,
  ),
  z.meta({ anyOf: [{ enum: [...PRIORITIES] }, { type: 'integer', minimum: 0, maximum: MAX_PRIORITY }] }),
) as z.ZodMiniType as z.ZodMiniType<WirePriority, WirePriority>;
export const prioritySchema = z.optional(priority);

/** The queue that a priority takes. */
export function priorityOf(value: WirePriority | undefined): Priority {
  if (typeof value !== 'number') return value ?? 'live';
  return value >= LEAST_LIVE_PRIORITY ? 'live' : 'bulk';
}
