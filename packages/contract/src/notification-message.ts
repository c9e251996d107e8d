import type { AlertKey, RunKey } from '@token-ledger/core';
import * as z from 'zod/mini';

const id = () => z.string().check(z.minLength(1));

/** The content of the notification queue: the alert of a budget, or the run of a report, to deliver. */
const notificationMessageSchema = z.union([
  z.object({
    v: z.literal(1),
    alert: z.object({ budgetId: id(), periodId: id(), percent: z.int(), armedBy: z.int() }),
  }),
  z.object({ v: z.literal(1), run: z.object({ reportId: id(), runId: id() }) }),
]);

export type NotificationMessage = { readonly alert: AlertKey } | { readonly run: RunKey };

/** Parses the body of a message; throws if it is not one of that queue. */
export function parseNotificationMessage(body: string): NotificationMessage {
  const message = notificationMessageSchema.parse(JSON.parse(body));
  return 'run' in message ? { run: message.run } : { alert: message.alert };
}
