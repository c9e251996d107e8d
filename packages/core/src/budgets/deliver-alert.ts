import type { Clock } from '../time/clock.ts';
import type { AlertChannelName, AlertKey } from './alert.ts';
import type { AlertChannel, AlertStore, BudgetStore } from './budget-store.ts';

export interface DeliverAlertDeps {
  readonly store: Pick<AlertStore, 'getAlert' | 'markDelivered'> & Pick<BudgetStore, 'getBudget'>;
  readonly channels: readonly AlertChannel[];
  readonly clock: Clock;
}

export interface DeliveryReport {
  readonly delivered: readonly AlertChannelName[];
  /** Deliveries to retry; a retry does not repeat deliveries that succeeded. */
  readonly failures: readonly { readonly channel: AlertChannelName; readonly error: unknown }[];
}

/**
 * Delivers an alert through every channel that has not confirmed it yet. Each confirmation is stored after the
 * delivery, so the delivery is repeated if the function stops in between; receivers detect that by the alert's id.
 */
export async function deliverAlert(deps: DeliverAlertDeps, key: AlertKey): Promise<DeliveryReport> {
  const { store, channels, clock } = deps;
  const alert = await store.getAlert(key);
  // The alert expired: it is more than a year old.
  if (!alert) return { delivered: [], failures: [] };
  const missing = channels.filter(({ name }) => alert.deliveredAtMs[name] === undefined);
  const budget = await store.getBudget(key.budgetId);

  const delivered: AlertChannelName[] = [];
  const failures: { channel: AlertChannelName; error: unknown }[] = [];
  // In parallel: a channel that hangs must not delay the others.
  await Promise.all(
    missing.map(async (channel) => {
      try {
        if (!(await channel.deliver(alert, budget))) return;
        await store.markDelivered(key, channel.name, clock());
        delivered.push(channel.name);
      } catch (error) {
        failures.push({ channel: channel.name, error });
      }
    }),
  );
  return { delivered, failures };
}
