import Anthropic from '@anthropic-ai/sdk';
import { describe, expect, it } from '@jest/globals';
import { NOBODY_DISABLED } from '@token-ledger/core';
import type { CallMode } from '../../support/messages-api.ts';
import { ask, type GatewayOptions, QUESTION, servedGateways, until } from './support/served-gateway.ts';

const { api, start } = servedGateways();

describe('a caller that goes away in the middle of a stream', () => {
  const leave = async (url: string, apiKey: string, mode: CallMode) => {
    const client = new Anthropic({ apiKey, baseURL: url, logLevel: 'off', maxRetries: 0 });
    let events = 0;
    for await (const _ of await client.messages.create({ ...ask(mode), stream: true })) {
      events += 1;
      if (events === 5) break;
    }
  };

  it('ends the call, and what is known is recorded', async () => {
    const { url, key, recorded } = await start();
    await leave(url, key.printed, 'endless');
    const [record] = await recorded();
    expect(record).toMatchObject({ status: 'partial', usage: { output_tokens: 1 } });
    const call = api().billed.get(String(record?.['requestId']));
    await until(() => call?.closedAtMs !== undefined);
  });

  /** An API that never answers; `sent` counts the requests that it received, `arrived` is the first. */
  const silent = () => {
    const { promise: arrived, resolve } = Promise.withResolvers<void>();
    const calls = { sent: 0, arrived };
    const sendUpstream: GatewayOptions['sendUpstream'] = (_, { signal }) => {
      calls.sent += 1;
      resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    };
    return { calls, sendUpstream };
  };
  const giveUp = async (
    url: string,
    key: string,
    when: Promise<void>,
    body: string,
    path = '/v1/messages',
  ) => {
    const gone = new AbortController();
    const headers = { 'x-api-key': key };
    const answered = fetch(`${url}${path}`, { method: 'POST', headers, body, signal: gone.signal });
    void when.then(() => gone.abort());
    await expect(answered).rejects.toThrow('aborted');
  };

  it('is counted and logged when it leaves before the answer begins: the call may be billed', async () => {
    const { calls, sendUpstream } = silent();
    const { url, key, telemetry, stop, records } = await start({ sendUpstream });
    await giveUp(url, key.printed, calls.arrived, JSON.stringify(QUESTION));
    await until(() => telemetry.counts.CallsGivenUp !== undefined);
    await stop();
    expect(telemetry.counts).toEqual({ CallsGivenUp: 1 });
    expect(telemetry.lines).toMatchObject([
      {
        level: 'warn',
        fields: { id: 'tlgw_1', accessKeyId: key.id, model: QUESTION.model, startedAt: expect.any(String) },
      },
    ]);
    // Without an id of Anthropic's, a record would count the call beside every other report of it.
    expect(records()).toEqual([]);
  });

  it('logs no model that could be content', async () => {
    const { calls, sendUpstream } = silent();
    const { url, key, telemetry, stop } = await start({ sendUpstream });
    await giveUp(url, key.printed, calls.arrived, JSON.stringify({ model: 'a secret question' }));
    await until(() => telemetry.counts.CallsGivenUp !== undefined);
    await stop();
    expect(JSON.stringify(telemetry.lines)).not.toContain('secret');
  });

  it('has nothing to pay for if it left before the call was sent, or counted tokens only', async () => {
    const { calls, sendUpstream } = silent();
    const asked = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    const waiting = await start({
      sendUpstream,
      disabledIds: async () => {
        asked.resolve();
        await left.promise;
        return NOBODY_DISABLED;
      },
    });
    await giveUp(waiting.url, waiting.key.printed, asked.promise, '{}');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    left.resolve();
    await until(() => waiting.telemetry.counts.CallsRefused !== undefined);
    expect([waiting.telemetry.counts, calls.sent]).toEqual([{ CallsRefused: 1 }, 0]);

    const counted = silent();
    const counting = await start({ sendUpstream: counted.sendUpstream });
    const path = '/v1/messages/count_tokens';
    await giveUp(counting.url, counting.key.printed, counted.calls.arrived, '{}', path);
    await until(() => counting.telemetry.counts.CallsRefused !== undefined);
    expect(counting.telemetry.counts).toEqual({ CallsRefused: 1 });
  });

  it('leaves a complete record where the gateway drains', async () => {
    const { url, key, recorded } = await start({ onDisconnect: 'drain' });
    await leave(url, key.printed, 'ok');
    const [record] = await recorded();
    expect(record).toMatchObject({ status: 'ok', usage: { output_tokens: 150 } });
    expect(api().billed.get(String(record?.['requestId']))?.complete).toBe(true);
  });
});
