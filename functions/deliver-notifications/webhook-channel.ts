import { BUDGET_WEBHOOK_EVENT, budgetEventDetail } from '@token-ledger/contract';
import type { AlertChannel } from '@token-ledger/core';
import { postSigned, type SignedWebhookDeps } from './signed-webhook.ts';

/** Alerts as signed requests to the URL of a budget. */
export function webhookChannel(deps: SignedWebhookDeps): AlertChannel {
  return {
    name: 'webhook',
    async deliver(alert, budget) {
      if (!budget?.webhook) return false;
      const data = budgetEventDetail(alert);
      await postSigned(deps, budget.webhook, {
        id: data.alertId,
        type: BUDGET_WEBHOOK_EVENT,
        timestamp: data.firedAt,
        data,
      });
      return true;
    },
  };
}
