import { createHmac } from 'node:crypto';
import type { Clock } from '@token-ledger/core';
import { type PostDeps, postWebhook } from './post-webhook.ts';

export interface SignedWebhookDeps extends PostDeps {
  readonly clock: Clock;
}

export interface WebhookPayload {
  /** The same in every attempt. */
  readonly id: string;
  readonly type: string;
  /** When the event happened. */
  readonly timestamp: string;
  readonly data: unknown;
}

/** Posts a payload, signed by the Standard Webhooks specification. */
export async function postSigned(
  deps: SignedWebhookDeps,
  { url, secret }: { readonly url: string; readonly secret: string },
  { id, ...payload }: WebhookPayload,
): Promise<void> {
  const body = JSON.stringify(payload);
  const timestamp = String(Math.floor(deps.clock() / 1000));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'token-ledger',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': sign(secret, `${id}.${timestamp}.${body}`),
  };
  await postWebhook(deps, { url, headers, body });
}

function sign(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64');
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
