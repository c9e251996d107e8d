import type { AlertKey } from '@token-ledger/core';
import * as z from 'zod/mini';

/** What the queue of alerts carries: which alert to deliver. */
const alertMessageSchema = z.object({
  v: z.literal(1),
  alert: z.object({
    budgetId: z.string().check(z.minLength(1)),
    periodId: z.string().check(z.minLength(1)),
    percent: z.int(),
    armedBy: z.int(),
  }),
});

/** Reads the body of a message; throws if it is not one of an alert. */
export function parseAlertMessage(body: string): AlertKey {
  return alertMessageSchema.parse(JSON.parse(body)).alert;
}
