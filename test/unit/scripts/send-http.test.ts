import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedRecord } from '../../../scripts/replay/plan.ts';
import { sendOverHttp } from '../../../scripts/replay/send-http.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** An API that returns these answers, one after the other, and keeps the requests. */
async function api(...answers: { status: number; body: unknown }[]) {
  const requests: { headers: IncomingHttpHeaders; ids: string[] }[] = [];
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { records } = JSON.parse(await text(request)) as { records: { requestId: string }[] };
    requests.push({ headers: request.headers, ids: records.map(({ requestId }) => requestId) });
    const answer = answers[requests.length - 1] ?? { status: 418, body: 'no more answers' };
    response.writeHead(answer.status, { connection: 'close' }).end(JSON.stringify(answer.body));
  };
  const server = createServer((request, response) => void respond(request, response));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { requests, send: sendOverHttp({ url: `http://127.0.0.1:${port}`, accessKey: 'tl_key' }) };
}

const records: PlannedRecord[] = ['a', 'b', 'c'].map((requestId) => ({
  requestId,
  occurredAtMs: 0,
  accessKeyId: 'ak',
  userId: 'u',
  model: 'm',
  feature: 'f',
  status: 'ok',
  inputTokens: 1,
  outputTokens: 1,
}));
const accepted = (index: number) => ({ index, status: 'accepted' });

describe('sending over HTTP', () => {
  it('sends the records with the access key', async () => {
    const { requests, send } = await api({ status: 202, body: { results: [0, 1, 2].map(accepted) } });
    await send(records);
    expect(requests).toMatchObject([{ headers: { authorization: 'Bearer tl_key' }, ids: ['a', 'b', 'c'] }]);
  });

  it('retries only temporary failures', async () => {
    const { requests, send } = await api(
      { status: 502, body: 'crashed' },
      { status: 202, body: { results: [accepted(0), { index: 1, status: 'failed' }, accepted(2)] } },
      { status: 202, body: { results: [accepted(0)] } },
    );
    await send(records);
    expect(requests.map(({ ids }) => ids)).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['b']]);
  });

  it('reports why a record was rejected, and does not retry', async () => {
    const rejected = {
      index: 1,
      status: 'rejected',
      code: 'too_old',
      errors: [{ path: '/x', message: 'is old' }],
    };
    const { requests, send } = await api({
      status: 202,
      body: { results: [accepted(0), rejected, accepted(2)] },
    });
    await expect(send(records)).rejects.toThrow('rejected as too_old: /x is old\nLeave out --keep-dates');
    expect(requests).toHaveLength(1);
  });

  it('does not retry when the request as a whole is refused', async () => {
    const { requests, send } = await api({ status: 401, body: { code: 'invalid_credentials' } });
    await expect(send(records)).rejects.toThrow('answered 401');
    expect(requests).toHaveLength(1);
  });
});
