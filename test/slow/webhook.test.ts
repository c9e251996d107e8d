import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { newAlert } from '@token-ledger/core';
import { Webhook } from 'standardwebhooks';
import { HTTPS } from '../../functions/deliver-notifications/post-webhook.ts';
import {
  type WebhookChannelDeps,
  webhookChannel,
} from '../../functions/deliver-notifications/webhook-channel.ts';
import { isPublicAddress } from '../../functions/shared/public-address.ts';
import { newBudget, WEBHOOK } from '../support/budgets.ts';

/*
 * The sender against real servers on loopback. Only the injected parts differ from the deployed function: allowed
 * addresses, name resolution, and plain HTTP, because TLS is up to Node.js.
 */

const NOW = Date.now();
const ALERT = newAlert(newBudget(), {
  period: { id: '202611', startMs: 0, endMs: 1 },
  amount: 100n,
  threshold: { percent: 80, armedBy: 1 },
  spent: 85n,
  unpricedRequests: 0n,
  nowMs: NOW,
});

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver on a port of its own; responds as configured, and keeps the requests it received. */
async function receiver(answer: (response: ServerResponse, message: IncomingMessage) => void) {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const { method, url, headers } = message;
      received.push({
        method,
        url,
        headers: headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      });
      answer(response, message);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { received, port };
}

const LOOPBACK = [{ address: '127.0.0.1', family: 4 }];

function senderDeps(overrides: Partial<WebhookChannelDeps> = {}): WebhookChannelDeps {
  return {
    isAllowedAddress: (address) => address === '127.0.0.1',
    resolve: async () => LOOPBACK,
    request,
    clock: () => NOW,
    // Long enough for the slowest machine, unless a test sets its own limit.
    timeoutMs: 30_000,
    ...overrides,
  };
}

const budgetAt = (url: string) => newBudget({}, { webhook: { ...WEBHOOK, url } });

function deliver(url: string, overrides: Partial<WebhookChannelDeps> = {}) {
  return webhookChannel(senderDeps(overrides)).deliver(ALERT, budgetAt(url));
}

const ok = (response: ServerResponse) => response.writeHead(204).end();

describe('a webhook', () => {
  it('is posted, signed so that the reference implementation of the standard verifies it', async () => {
    const { received, port } = await receiver(ok);
    expect(await deliver(`https://hooks.example.com:${port}/budgets?key=1`)).toBe(true);
    const [{ method, url, headers, body }] = received as [Received];
    expect([method, url]).toEqual(['POST', '/budgets?key=1']);
    expect(headers).toMatchObject({
      host: `hooks.example.com:${port}`,
      'content-type': 'application/json',
      'webhook-id': 'alert_b1_202611_80_1',
      'webhook-timestamp': String(Math.floor(NOW / 1000)),
    });
    const verified = new Webhook(WEBHOOK.secret).verify(body, headers);
    expect(verified).toMatchObject({
      type: 'budget.threshold_reached',
      timestamp: new Date(NOW).toISOString(),
      data: { version: 1, alertId: 'alert_b1_202611_80_1', spent: '85', threshold: 80 },
    });
    expect(() => new Webhook(WEBHOOK.secret).verify(`${body} `, headers)).toThrow('No matching signature');
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature');
  });

  it('has the same id and body in every attempt, and the time of the attempt', async () => {
    const { received, port } = await receiver(ok);
    await deliver(`https://example.com:${port}/`);
    await deliver(`https://example.com:${port}/`, { clock: () => NOW + 60_000 });
    const [first, second] = received as [Received, Received];
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(Number(second.headers['webhook-timestamp'])).toBe(Number(first.headers['webhook-timestamp']) + 60);
  });

  it('is not sent if there is none', async () => {
    const channel = webhookChannel(senderDeps());
    expect(await channel.deliver(ALERT, newBudget())).toBe(false);
    expect(await channel.deliver(ALERT, undefined)).toBe(false);
  });

  it.each([400, 404, 410, 429, 500, 503])('should be retried after %d', async (status) => {
    const { port } = await receiver((response) => response.writeHead(status).end());
    await expect(deliver(`https://example.com:${port}/`)).rejects.toThrow(`answered ${status}`);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect (%d), and says so', async (status) => {
    const { received, port } = await receiver((response, { url }) =>
      url === '/first' ? response.writeHead(status, { location: '/second' }).end() : ok(response),
    );
    await expect(deliver(`https://example.com:${port}/first`)).rejects.toThrow(
      `answered ${status}; redirects are not followed`,
    );
    expect(received.map(({ url }) => url)).toEqual(['/first']);
  });

  it('gives up when the receiver does not answer in time', async () => {
    const { port } = await receiver(() => {});
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    await expect(deliver(`https://example.com:${port}/`, { timeoutMs: 300 })).rejects.toThrow(
      'did not answer within 300 ms',
    );
    // One limit for everything, and it ended when that was reached.
    expect(timeout.mock.calls).toEqual([[300]]);
    timeout.mockRestore();
  });

  it('has five seconds in all by default', async () => {
    const { port } = await receiver(ok);
    const timeout = jest.spyOn(AbortSignal, 'timeout');
    const { timeoutMs: _, ...deployed } = senderDeps();
    await webhookChannel(deployed).deliver(ALERT, budgetAt(`https://example.com:${port}/`));
    expect(timeout.mock.calls).toEqual([[5000]]);
    timeout.mockRestore();
  });

  it('gives up when the name is not resolved in time, and then does not connect', async () => {
    const { received, port } = await receiver(ok);
    const resolved = Promise.withResolvers<typeof LOOPBACK>();
    const resolve = () => resolved.promise;
    await expect(deliver(`https://example.com:${port}/`, { resolve, timeoutMs: 300 })).rejects.toThrow(
      'within 300 ms',
    );
    resolved.resolve(LOOPBACK);
    // It would have connected before the next delivery does.
    await deliver(`https://example.com:${port}/next`);
    expect(received.map(({ url }) => url)).toEqual(['/next']);
  });

  it('does not read a body that never ends', async () => {
    const closed = Promise.withResolvers<void>();
    let written = 0;
    const { port } = await receiver((response) => {
      response.writeHead(200);
      response.on('close', closed.resolve);
      const chunk = Buffer.alloc(65_536);
      const flood = () => {
        let isTaken = true;
        while (!response.destroyed && isTaken) {
          isTaken = response.write(chunk);
          written += chunk.byteLength;
        }
      };
      response.on('drain', flood);
      flood();
    });
    expect(await deliver(`https://example.com:${port}/`)).toBe(true);
    await closed.promise;
    // What fits into the buffers of a connection. To read it for its 30 seconds would take far more.
    expect(written).toBeLessThan(16 * 1024 * 1024);
  });

  it('fails without revealing the URL when no receiver listens', async () => {
    const { port } = await receiver(ok);
    servers.splice(0).forEach((server) => server.close());
    const failure = await deliver(`https://example.com:${port}/?key=hidden`).catch((error: Error) => error);
    expect(String(failure)).toContain('ECONNREFUSED');
    expect(String(failure)).not.toContain('hidden');
  });
});

describe('the addresses of a webhook', () => {
  it('are looked up once, and the connection uses the checked ones', async () => {
    const { received, port } = await receiver(ok);
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      // A second look-up would lead elsewhere.
      return lookups === 1 ? LOOPBACK : [{ address: '127.0.0.2', family: 4 }];
    };
    await deliver(`https://rebinding.example.com:${port}/`, { resolve });
    expect([lookups, received.length]).toEqual([1, 1]);
  });

  it('must all be allowed', async () => {
    const { received, port } = await receiver(ok);
    const resolve = async () => [...LOOPBACK, { address: '10.0.0.1', family: 4 }];
    await expect(deliver(`https://example.com:${port}/`, { resolve })).rejects.toThrow('not public');
    await expect(deliver(`https://example.com:${port}/`, { resolve: async () => [] })).rejects.toThrow(
      'no address',
    );
    expect(received).toEqual([]);
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0x7f.1',
    '2130706433',
    '169.254.169.254',
    '10.0.0.1',
    '100.64.0.1',
    '[fd00:ec2::254]',
    '0.0.0.0',
  ])('exclude those of %s, as the deployed function looks them up and checks them', async (host) => {
    const { received, port } = await receiver(ok);
    const deployed = { ...HTTPS, isAllowedAddress: isPublicAddress };
    await expect(deliver(`https://${host}:${port}/`, deployed)).rejects.toThrow('not public');
    expect(received).toEqual([]);
  });

  it('are never contacted over another protocol', async () => {
    const { port } = await receiver(ok);
    await expect(deliver(`http://example.com:${port}/`)).rejects.toThrow('not https');
  });
});
