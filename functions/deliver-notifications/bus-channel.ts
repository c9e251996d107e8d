import type { createEventBus } from '@token-ledger/aws';
import { budgetEventDetail, EVENT_SOURCE, EVENT_TYPES, type EventDetail } from '@token-ledger/contract';
import type { AlertChannel } from '@token-ledger/core';

/** Alerts as events of the product, for programs in the same AWS account; `isOn` is false where they are not wanted. */
export function busChannel(put: ReturnType<typeof createEventBus>, isOn = true): AlertChannel {
  return {
    name: 'event_bus',
    async deliver(alert) {
      if (!isOn) return false;
      const described = budgetEventDetail(alert);
      const detail: EventDetail<'budgetThreshold'> = { ...described, eventId: described.alertId };
      const event = {
        source: EVENT_SOURCE,
        detailType: EVENT_TYPES.budgetThreshold,
        detail: JSON.stringify(detail),
        atMs: alert.firedAtMs,
      };
      await put([event]);
      return true;
    },
  };
}
