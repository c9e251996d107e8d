import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import type { Problem } from '@token-ledger/contract';
import { isPublicAddress } from './public-address.ts';

/*
 * What the webhooks of budgets and of reports have in common.
 */

export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

export interface WebhookDeps {
  /** `whsec_` and at least 24 random bytes in base64. */
  readonly newWebhookSecret: () => string;
}

export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** Checks addresses in a URL. The addresses of a host name are checked before each delivery. */
export function webhookProblems(
  path: string,
  webhook: { readonly url: string } | undefined,
): readonly Problem[] {
  if (!webhook) return [];
  const host = new URL(webhook.url).hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) === 0 || isPublicAddress(host)) return [];
  return [{ path, code: 'not_allowed', message: 'must not lead to an address that is not public' }];
}

/** A requested webhook. It keeps the current secret, unless the request asks for a new one. */
export function withSecret(
  { newWebhookSecret }: WebhookDeps,
  requested: { readonly url: string; readonly rotateSecret: boolean } | undefined,
  current: Webhook | undefined,
): Webhook | undefined {
  if (!requested) return undefined;
  const { url, rotateSecret } = requested;
  return { url, secret: current && !rotateSecret ? current.secret : newWebhookSecret() };
}

/** A webhook in an answer. A URL can let anybody post to it, so callers who do not administrate see its origin only. */
export function presentWebhook({ url }: Webhook, administrates: boolean): { readonly url: string } {
  return { url: administrates ? url : new URL(url).origin };
}
