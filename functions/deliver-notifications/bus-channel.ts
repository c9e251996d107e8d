import type { createAlertEventBus } from '@token-ledger/aws';
import { BUDGET_EVENT, budgetEventDetail, EVENT_SOURCE } from '@token-ledger/contract';
import type { AlertChannel } from '@token-ledger/core';

/** Alerts as events of the product, for programs in the same AWS account. */
export function busChannel(put: ReturnType<typeof createAlertEventBus>): AlertChannel {
  return {
    name: 'event_bus',
    async deliver(alert) {
      await put({
        source: EVENT_SOURCE,
        detailType: BUDGET_EVENT,
        detail: JSON.stringify(budgetEventDetail(alert)),
        atMs: alert.firedAtMs,
      });
      return true;
    },
  };
}
