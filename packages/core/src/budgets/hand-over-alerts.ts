import { mapConcurrently } from '../util/map-concurrently.ts';
import type { AlertQueue, AlertStore } from './budget-store.ts';

const CONCURRENT_MARKS = 8;

export interface HandOverDeps {
  readonly store: Pick<AlertStore, 'listWaitingAlerts' | 'markHandedOver'>;
  readonly queue: AlertQueue;
}

export interface HandOverReport {
  readonly handedOver: number;
  /** Alerts that the queue did not confirm; they still wait. */
  readonly failures: readonly unknown[];
}

/** Sends every waiting alert to the queue. An alert stops waiting only after that, so it is sent at least once. */
export async function handOverAlerts({ store, queue }: HandOverDeps): Promise<HandOverReport> {
  const waiting = await store.listWaitingAlerts();
  if (waiting.length === 0) return { handedOver: 0, failures: [] };
  const outcomes = await queue.sendAlerts(waiting);
  const sent = waiting.filter((_, index) => outcomes[index]?.kind === 'sent');
  await mapConcurrently(sent, CONCURRENT_MARKS, (key) => store.markHandedOver(key));
  const failures = outcomes.flatMap((outcome) => (outcome.kind === 'failed' ? [outcome.error] : []));
  return { handedOver: sent.length, failures };
}
