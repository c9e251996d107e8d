import { createHmac } from 'node:crypto';
import { BUDGET_WEBHOOK_EVENT, budgetEventDetail } from '@token-ledger/contract';
import type { AlertChannel, Clock } from '@token-ledger/core';
import { type PostDeps, postWebhook } from './post-webhook.ts';

export interface WebhookChannelDeps extends PostDeps {
  readonly clock: Clock;
}

/** Alerts as signed requests to the URL of a budget, after the Standard Webhooks specification. */
export function webhookChannel(deps: WebhookChannelDeps): AlertChannel {
  return {
    name: 'webhook',
    async deliver(alert, budget) {
      if (!budget?.webhook) return false;
      const { url, secret } = budget.webhook;
      const data = budgetEventDetail(alert);
      const body = JSON.stringify({ type: BUDGET_WEBHOOK_EVENT, timestamp: data.firedAt, data });
      const timestamp = String(Math.floor(deps.clock() / 1000));
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'token-ledger',
        'webhook-id': data.alertId,
        'webhook-timestamp': timestamp,
        'webhook-signature': sign(secret, `${data.alertId}.${timestamp}.${body}`),
      };
      await postWebhook(deps, { url, headers, body });
      return true;
    },
  };
}

function sign(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
