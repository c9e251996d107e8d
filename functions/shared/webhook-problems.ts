import { isIP } from 'node:net';
import type { Problem } from '@token-ledger/contract';
import { isPublicAddress } from './public-address.ts';

/** Told early for addresses in a URL; what a name leads to is judged whenever it is called. */
export function webhookProblems(
  path: string,
  webhook: { readonly url: string } | undefined,
): readonly Problem[] {
  if (!webhook) return [];
  const host = new URL(webhook.url).hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) === 0 || isPublicAddress(host)) return [];
  return [{ path, code: 'not_allowed', message: 'must not lead to an address that is not public' }];
}
