import { GatewayError } from './gateway-error.ts';

/**
 * `vault`: callers present an access key in place of Anthropic's, and the gateway puts in Anthropic's. `pass-through`: callers
 * present both.
 */
export type GatewayMode = 'vault' | 'pass-through';

const KEY_HEADER = 'x-token-ledger-key';

/** The access key as the caller presents it. Throws if there is none: without one, nothing is forwarded. */
export function readCredentials(headers: Headers, mode: GatewayMode): string {
  const own = [headers.get('x-api-key')?.trim(), bearer(headers)].filter(Boolean) as readonly string[];
  if (mode === 'vault') {
    // Claude Code sends `x-api-key` or `Authorization`, whichever of its two settings is used.
    const key = own.find(isOurs) ?? own[0];
    if (key !== undefined) return key;
    throw new GatewayError('authentication_error', 'Present an access key of Token Ledger as x-api-key.');
  }
  if (own.some(isOurs)) {
    const message = `This gateway passes your Anthropic key on: present it as x-api-key, and the access key as ${KEY_HEADER}.`;
    throw new GatewayError('authentication_error', message);
  }
  const key = headers.get(KEY_HEADER)?.trim();
  if (key) return key;
  const message = `Present an access key of Token Ledger as ${KEY_HEADER}, beside your Anthropic key.`;
  throw new GatewayError('authentication_error', message);
}

function bearer(headers: Headers): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.get('authorization')?.trim() ?? '')?.[1];
}

function isOurs(key: string): boolean {
  return key.startsWith('tl_');
}
