import { aggregationEvents } from '@token-ledger/contract';
import type { AggregatedBucket } from '@token-ledger/core';
import type { EventSender } from '../shared/event-sender.ts';

/** So many models without a price are remembered as announced. */
const MAX_REMEMBERED = 1_000;

/**
 * Announces buckets whose statistics are complete. That a model has no price is announced once a day by each instance of the
 * function: every hour and every nightly recomputation would repeat it.
 */
export function createAnnounceAggregations(events: EventSender): (done: AggregatedBucket) => Promise<void> {
  const announced = new Set<string>();
  return async (done) => {
    const fresh = aggregationEvents(done).filter(({ detail }) => !announced.has(detail.eventId));
    await events.send(fresh);
    const models = fresh.filter(({ type }) => type === 'unknownModel');
    if (announced.size + models.length > MAX_REMEMBERED) announced.clear();
    for (const { detail } of models) announced.add(detail.eventId);
  };
}
