import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createUpstream } from '@token-ledger/gateway';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function start(listener: RequestListener): Promise<{ server: Server; url: URL }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/messages`) };
}

const post = { method: 'POST', headers: new Headers({ 'x-a': 'b' }), body: new TextEncoder().encode('{}') };

describe('requests to the Messages API', () => {
  it('return every byte and every header as it came, compressed or not', async () => {
    const body = gzipSync('{"a":1}');
    const { url } = await start((_, response) => {
      response.writeHead(
        203,
        [
          ['content-encoding', 'gzip'],
          ['x-twice', '1'],
          ['x-twice', '2'],
        ].flat(),
      );
      response.end(body);
    });
    const response = await createUpstream()(url, post);
    expect([response.status, response.headers.get('content-encoding')]).toEqual([203, 'gzip']);
    expect(response.headers.get('x-twice')).toBe('1, 2');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(body);
  });

  it.each([204, 205, 304])('may be answered with %d, which has no body', async (status) => {
    const { url } = await start((_, response) => void response.writeHead(status).end());
    const response = await createUpstream()(url, post);
    expect([response.status, response.body]).toEqual([status, null]);
  });

  it('are sent again when a connection that was kept open turns out to be closed', async () => {
    let [requests, reset] = [0, false];
    const { url, server } = await start((request, response) => {
      requests += 1;
      request.resume();
      request.on('end', () => response.end('ok'));
    });
    // The server closes its side exactly when the second request arrives.
    server.on('connection', (socket: Socket) => {
      let chunks = 0;
      socket.on('data', () => {
        chunks += 1;
        if (chunks > 1 && !reset) {
          reset = true;
          socket.resetAndDestroy();
        }
      });
    });
    const send = createUpstream();
    const texts = [];
    for (let n = 0; n < 3; n += 1)
      texts.push(await (await send(url, { ...post, body: new Uint8Array() })).text());
    expect(texts).toEqual(['ok', 'ok', 'ok']);
    expect(reset).toBe(true);
    expect(requests).toBeGreaterThanOrEqual(3);
  });

  it('are not sent again when a connection that was kept open breaks in the middle of an answer', async () => {
    const seen: unknown[] = [];
    const sockets: Socket[] = [];
    const { url } = await start((request, response) => {
      seen.push(request.headers['x-a']);
      sockets.push(request.socket);
      request.resume();
      if (seen.length === 1) response.end('ok');
      else if (seen.length > 2) request.socket.destroy();
      else response.write('a');
    });
    const send = createUpstream();
    const call = (name: string) => send(url, { ...post, headers: new Headers({ 'x-a': name }) });
    await (await call('first')).text();
    const response = await call('second');
    sockets[1]?.resetAndDestroy();
    await expect(response.text()).rejects.toThrow(/aborted|ECONNRESET/);
    // A rejection that nobody handles fails the test.
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    expect(seen).toEqual(['first', 'second']);
    expect(sockets[1]).toBe(sockets[0]);
  });

  it('are not sent again when a new connection breaks: the API may have begun', async () => {
    let requests = 0;
    const { url } = await start((request) => {
      requests += 1;
      request.socket.destroy();
    });
    await expect(createUpstream()(url, post)).rejects.toThrow('socket hang up');
    expect(requests).toBe(1);
  });

  it('end with their signal, before an answer and in the middle of one', async () => {
    const closed: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const { url } = await start((request, response) => {
      const { 'x-when': when = '' } = request.headers;
      response.on('close', () => closed.push(String(when)));
      if (when === 'middle') response.write('a');
      else arrived.resolve();
    });
    const send = (when: string, signal: AbortSignal) =>
      createUpstream()(url, { ...post, headers: new Headers({ 'x-when': when }), signal });
    const before = new AbortController();
    const answered = send('before', before.signal);
    void arrived.promise.then(() => before.abort());
    await expect(answered).rejects.toThrow(/abort/);
    const middle = new AbortController();
    const response = await send('middle', middle.signal);
    middle.abort();
    await expect(response.text()).rejects.toThrow(/abort/);
    while (closed.length < 2)
      await new Promise((resolve) => {
        setTimeout(resolve, 2);
      });
    expect(closed).toEqual(['before', 'middle']);
  });
});
