import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { type RequestOptions, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { DeliveryError } from '@token-ledger/core';

/*
 * A request to an address that somebody else has chosen. It must not reach what only this function can reach, so the
 * addresses of the host are looked up first and judged, and the connection is made to these and no others: a second look-up
 * could answer otherwise. Redirects are not followed, nothing of the answer but its status is read, and all of it has to be
 * done within seconds.
 */

const TIMEOUT_MS = 5_000;

export interface PostDeps {
  /** Decides which addresses may be connected to. */
  readonly isAllowedAddress: (address: string) => boolean;
  /** Every address of a host. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  readonly request: (options: RequestOptions) => ReturnType<typeof request>;
  /** For all of it. Default: 5 seconds. */
  readonly timeoutMs?: number;
}

/** As Node.js does it, with certificates verified. */
export const HTTPS: Pick<PostDeps, 'resolve' | 'request'> = {
  resolve: (host) => lookup(host, { all: true }),
  request,
};

export interface WebhookRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why a webhook does not count as delivered. Says nothing of its URL, which may contain a secret. */
class WebhookError extends DeliveryError {
  override name = 'WebhookError';
}

/** Posts, and rejects unless the answer has a 2xx status. */
export async function postWebhook(deps: PostDeps, { url, headers, body }: WebhookRequest): Promise<void> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  if (protocol !== 'https:') throw new WebhookError('The webhook is not https.');
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const timeoutMs = deps.timeoutMs ?? TIMEOUT_MS;
  const signal = AbortSignal.timeout(timeoutMs);
  const timedOut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new WebhookError(`The webhook did not answer within ${timeoutMs} ms.`)),
    );
  });

  const status = await Promise.race([
    timedOut,
    allowedAddresses(deps, host).then((addresses) =>
      send(
        deps,
        {
          host,
          port: port === '' ? 443 : Number(port),
          path: pathname + search,
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          // A connection of its own, made to one of the addresses that were judged.
          agent: false,
          lookup: pinned(addresses),
          signal,
        },
        body,
      ),
    ),
  ]);
  if (status >= 300 && status < 400)
    throw new WebhookError(`The webhook answered ${status}; redirects are not followed.`);
  if (status < 200 || status >= 300) throw new WebhookError(`The webhook answered ${status}.`);
}

async function allowedAddresses(deps: PostDeps, host: string): Promise<readonly LookupAddress[]> {
  const addresses = await deps.resolve(host).catch(unreachable);
  if (addresses.length === 0) throw new WebhookError('The host of the webhook has no address.');
  // One is enough: nobody has a reason to name a public and a private address by the same name.
  if (!addresses.every(({ address }) => deps.isAllowedAddress(address)))
    throw new WebhookError('The host of the webhook has an address that is not public.');
  return addresses;
}

function pinned(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function send(deps: PostDeps, options: RequestOptions, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = deps.request(options);
    outgoing.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    outgoing.on('error', (error) => reject(asUnreachable(error)));
    outgoing.end(body);
  });
}

function unreachable(error: Error): never {
  throw asUnreachable(error);
}

/** Says by which error of the system, but not of which address. */
function asUnreachable(error: NodeJS.ErrnoException): WebhookError {
  return new WebhookError(`The webhook could not be reached: ${error.code ?? error.name}.`, { cause: error });
}
