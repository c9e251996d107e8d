import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createQueryClient, LedgerProblem, type QueryClientOptions } from '@token-ledger/client/query';
import { type ProblemDetails, type ProblemKindCode, problemDocument } from '@token-ledger/contract';

const DAY = { from: '2026-11-21T00:00:00Z' };
const RECORD = { requestId: 'req_1', model: 'claude-haiku-5-5', usage: { output_tokens: 1 } };
const RETRIED = 'The last answer';

type Respond = (response: ServerResponse) => void;

let server: Server;
let answers: Respond[];
let requests: { method: string; url: string; authorization: string; body: string }[];
let endpoint: string;

/** Answers in turn; the last answer repeats. */
beforeEach(async () => {
  answers = [];
  requests = [];
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method = '', url = '', headers } = request;
  const respond = answers[Math.min(requests.length, answers.length - 1)];
  requests.push({ method, url, authorization: headers.authorization ?? '', body });
  respond?.(response);
}
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Respond =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
const problem = (code: ProblemKindCode, details: ProblemDetails): Respond => {
  const document = problemDocument(code, details, 'the request');
  return json(document.status, document);
};
const detail = { detail: RETRIED };
const client = (options: QueryClientOptions = {}) =>
  createQueryClient({ endpoint, accessKey: 'tl_ak_1', retryDelayMs: 2, ...options });
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: LedgerProblem) => error,
  );

describe('a call that fails', () => {
  it('rejects with what the problem document says', async () => {
    const errors = [{ path: '/from', code: 'required', message: 'is required' }] as const;
    answers = [problem('invalid_request', { detail: 'The query is not valid.', errors })];
    const failure = await failureOf(client().get('/v1/trends', { query: { from: '' } }));
    expect(failure).toBeInstanceOf(LedgerProblem);
    expect(failure).toMatchObject({
      code: 'invalid_request',
      status: 400,
      requestId: 'the request',
      retryable: false,
      message: 'The query is not valid.\n  /from is required',
      document: { title: 'The request is not valid.' },
    });
    expect(failure.errors).toEqual(errors);
    expect(requests).toHaveLength(1);
  });

  it('rejects with what it knows if a proxy answers', async () => {
    const html: Respond = (response) => {
      response.writeHead(403, { 'x-request-id': 'of the proxy' });
      response.end('<html>');
    };
    answers = [html];
    const failure = await failureOf(client().get('/v1/health'));
    expect(failure).toMatchObject({ code: 'unexpected_answer', status: 403, requestId: 'of the proxy' });
    answers = [(response) => response.end('<html>')];
    expect(await failureOf(client().get('/v1/health'))).toMatchObject({
      code: 'unexpected_answer',
      status: 200,
    });
  });

  it('keeps the credentials and the address out of its errors', async () => {
    answers = [(response) => response.destroy()];
    const failure = await failureOf(client({ maxRetries: 0 }).get('/v1/health'));
    expect(failure.code).toBe('unreachable');
    expect(`${failure.message} ${JSON.stringify(failure)}`).not.toMatch(/tl_ak_1|127\.0\.0\.1/);
  });
});

describe('a temporary failure', () => {
  const OK = json(200, { status: 'ok' });

  it.each([
    ['429', problem('rate_limited', detail)],
    ['500', problem('internal_error', detail)],
    ['503 of a proxy', json(503, { message: 'Service Unavailable' })],
    ['a closed connection', (response: ServerResponse) => response.destroy()],
    [
      'an answer that breaks off',
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
    ],
  ])('%s is followed by another attempt', async (_, failure) => {
    answers = [failure, failure, OK];
    expect(await client().get('/v1/health')).toEqual({ status: 'ok' });
    expect(requests).toHaveLength(3);
  });

  it('is reported after the last attempt', async () => {
    answers = [problem('internal_error', detail)];
    expect(await failureOf(client({ maxRetries: 2 }).get('/v1/health'))).toMatchObject({ message: RETRIED });
    expect(requests).toHaveLength(3);
  });

  it('repeats changes of state, and usage under its ids', async () => {
    answers = [problem('internal_error', detail), json(202, { accepted: 1 })];
    const { accepted } = await client().post('/v1/usage', { body: RECORD });
    expect([accepted, requests.map(({ body }) => body)]).toEqual([1, Array(2).fill(JSON.stringify(RECORD))]);
    answers = [
      ...Array(3).fill(problem('internal_error', detail)),
      (response) => response.writeHead(204).end(),
    ];
    await client().delete('/v1/budgets/{id}', { path: { id: 'b/1' } });
    expect(requests.slice(-2).map(({ method, url }) => `${method} ${url}`)).toEqual(
      Array(2).fill('DELETE /v1/budgets/b%2F1'),
    );
  });

  it('does not repeat what would be done twice, unless nothing was done', async () => {
    const export_ = { body: { format: 'csv', ...DAY } } as const;
    answers = [problem('internal_error', detail)];
    expect(await failureOf(client().post('/v1/exports', export_))).toMatchObject({ code: 'internal_error' });
    expect(requests).toHaveLength(1);
    answers = [json(429, {}), json(429, {}), json(202, { id: 'e1' })];
    expect((await client().post('/v1/exports', export_)).id).toBe('e1');
    expect(requests).toHaveLength(3);
  });

  it('is waited out as long as the ledger asks', async () => {
    answers = [json(429, {}, { 'retry-after': '1' }), OK];
    const startedAtMs = performance.now();
    await client().get('/v1/health');
    expect(performance.now() - startedAtMs).toBeGreaterThan(990);
  });

  it('is reported at once if the ledger asks for more patience than the caller has', async () => {
    answers = [json(429, {}, { 'retry-after': '31' }), OK];
    expect(await failureOf(client().get('/v1/health'))).toMatchObject({ status: 429, retryAfterMs: 31_000 });
    const when = new Date(Date.now() + 3_600_000).toUTCString();
    answers = [json(503, {}, { 'retry-after': when }), json(503, {}, { 'retry-after': when })];
    const { retryAfterMs = 0 } = await failureOf(client().get('/v1/health'));
    expect(Math.round(retryAfterMs / 60_000)).toBe(60);
    expect(requests).toHaveLength(2);
  });
});

describe('time', () => {
  it('is limited for each attempt, the answer included', async () => {
    const halfAnAnswer: Respond = (response) => {
      response.writeHead(200);
      response.write('{');
    };
    answers = [() => undefined, halfAnAnswer, json(200, { status: 'ok' })];
    expect(await client({ requestTimeoutMs: 1000 }).get('/v1/health')).toEqual({ status: 'ok' });
    answers = [() => undefined];
    const failure = await failureOf(client({ requestTimeoutMs: 50, maxRetries: 0 }).get('/v1/health'));
    expect(failure).toMatchObject({ code: 'timeout', retryable: true });
  });

  it.each(['request', 'wait'])('ends when the caller aborts the %s', async (what) => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const late: Respond = (...answer) => {
      json(429, {}, { 'retry-after': '20' })(...answer);
      setTimeout(() => controller.abort(reason), 200);
    };
    answers = [what === 'request' ? () => controller.abort(reason) : late];
    const call = client().get('/v1/health', { signal: controller.signal });
    expect(await failureOf(call)).toBe(reason);
    expect(requests).toHaveLength(1);
  });
});

describe('credentials', () => {
  it('are the access key, or the current token of a person', async () => {
    answers = [json(500, {}), json(200, {})];
    let tokens = 0;
    const accessToken = async () => `token ${(tokens += 1)}`;
    await createQueryClient({ endpoint, accessToken, retryDelayMs: 1 }).get('/v1/health');
    await client().get('/v1/health');
    const sent = requests.map(({ authorization }) => authorization);
    expect(sent).toEqual(['Bearer token 1', 'Bearer token 2', 'Bearer tl_ak_1']);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('signed out'))],
    [
      'throws',
      () => {
        throw new Error('signed out');
      },
    ],
  ])('are reported at once as missing if accessToken %s', async (_, failing) => {
    let calls = 0;
    const accessToken = (): Promise<string> => {
      calls += 1;
      return failing();
    };
    const failure = await failureOf(createQueryClient({ endpoint, accessToken }).get('/v1/health'));
    expect(failure).toBeInstanceOf(LedgerProblem);
    expect(failure).toMatchObject({
      code: 'no_access_token',
      status: undefined,
      cause: { message: 'signed out' },
    });
    expect([calls, requests]).toEqual([1, []]);
  });

  it('are waited for no longer than for an answer', async () => {
    answers = [json(200, { status: 'ok' })];
    let calls = 0;
    const accessToken = async () => ((calls += 1) === 1 ? await new Promise<never>(() => undefined) : 't');
    const options = { endpoint, accessToken, requestTimeoutMs: 1000, retryDelayMs: 1 };
    const failure = await failureOf(createQueryClient({ ...options, maxRetries: 0 }).get('/v1/health'));
    expect(failure).toMatchObject({ code: 'timeout', message: 'There was no access token within 1000 ms.' });
    calls = 0;
    expect(await createQueryClient(options).get('/v1/health')).toEqual({ status: 'ok' });
    expect(requests).toHaveLength(1);
  });

  it('are waited for no longer than the caller wants', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const accessToken = () => new Promise<never>(() => undefined);
    const call = createQueryClient({ endpoint, accessToken }).get('/v1/health', {
      signal: controller.signal,
    });
    setTimeout(() => controller.abort(reason), 50);
    expect(await failureOf(call)).toBe(reason);
    expect(requests).toEqual([]);
  });

  it('and the address come from the environment if they are not given', async () => {
    answers = [json(200, {})];
    expect(() => createQueryClient()).toThrow('needs an endpoint');
    expect(() => createQueryClient({ endpoint })).toThrow('needs an accessKey');
    expect(() => createQueryClient({ endpoint, accessKey: 'k', accessToken: () => 't' })).toThrow('either');
    Object.assign(process.env, { TOKEN_LEDGER_URL: `${endpoint}/`, TOKEN_LEDGER_KEY: 'tl_env' });
    try {
      await createQueryClient().get('/v1/health');
    } finally {
      delete process.env['TOKEN_LEDGER_URL'];
      delete process.env['TOKEN_LEDGER_KEY'];
    }
    expect(requests).toMatchObject([{ url: '/v1/health', authorization: 'Bearer tl_env' }]);
  });
});

describe('pages', () => {
  it('are requested when the loop asks, and with the other parameters unchanged', async () => {
    const page = (id: string, nextBefore?: string) => json(200, { exports: [{ id }], nextBefore });
    answers = [page('e3', 'n 1'), page('e2', 'n2'), page('e1')];
    const seen: string[] = [];
    for await (const { id } of client().items('/v1/exports', { query: { limit: 1 } })) {
      seen.push(id);
      if (id === 'e2') break;
    }
    expect(seen).toEqual(['e3', 'e2']);
    expect(requests.map(({ url }) => url)).toEqual([
      '/v1/exports?limit=1',
      '/v1/exports?limit=1&before=n%201',
    ]);
  });

  it('may be empty before the last one', async () => {
    answers = [json(200, { records: [], nextCursor: 'c' }), json(200, { records: [{ requestId: 'r' }] })];
    const seen = [];
    for await (const record of client().items('/v1/records', { query: DAY })) seen.push(record.requestId);
    expect(seen).toEqual(['r']);
  });
});
