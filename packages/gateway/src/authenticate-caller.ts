import { ROUTES } from '@token-ledger/contract';
import { type AccessKey, type Clock, type GetAccessKey, mayUseScopes, principalOf } from '@token-ledger/core';
import { authenticateAccessKey } from '@token-ledger/secrets';
import { GatewayError } from './gateway-error.ts';
import type { GatewayEvents } from './gateway-events.ts';
import { type GatewayMode, readCredentials } from './read-credentials.ts';

export interface AuthenticationDeps {
  readonly mode: GatewayMode;
  readonly getAccessKey: GetAccessKey;
  readonly events: GatewayEvents;
  readonly clock: Clock;
}

/**
 * The access key of a caller, which may report usage.
 *
 * @throws GatewayError if there is none, if it is wrong or disabled, or if the keys cannot be read
 */
export async function authenticateCaller(headers: Headers, deps: AuthenticationDeps): Promise<AccessKey> {
  const credentials = readCredentials(headers, deps.mode);
  const found = await authenticateAccessKey(credentials, deps).catch((error: unknown) => {
    deps.events.failed('The access keys could not be read.', error);
    throw new GatewayError('api_error', 'The access key could not be checked. Try again.');
  });
  if (found.kind === 'unknown') {
    throw new GatewayError('authentication_error', 'The access key of Token Ledger is not valid.');
  }
  if (found.kind === 'disabled') {
    throw new GatewayError('permission_error', 'The access key of Token Ledger is disabled.');
  }
  if (!mayUseScopes(principalOf(found.key), ROUTES.acceptUsage.scopes)) {
    throw new GatewayError('permission_error', 'The access key of Token Ledger lacks the scope ingest.');
  }
  return found.key;
}
