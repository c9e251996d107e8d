import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runtimeClient } from './runtime-client.ts';

/*
 * One environment of Lambda behind a function URL that streams: the real runtime client in a process of its own, against the
 * part of Lambda's Runtime API that it uses. As on AWS, an invocation goes on when its caller has gone, and the next one waits.
 */

/** The largest event of a function, as JSON. */
const MAX_EVENT_BYTES = 6_291_556;
const DELIMITER = Buffer.alloc(8);

interface Invocation {
  readonly id: string;
  readonly event: string;
  readonly response: ServerResponse;
}

export interface LambdaOptions {
  /** The folder of the code, with `index.mjs`. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The timeout of the function. */
  readonly timeoutMs?: number;
}

export interface Lambda {
  /** The function URL. */
  readonly url: string;
  /** Resolves when the function has ended so many invocations. */
  ended(invocations: number): Promise<void>;
  /** What the function wrote: its log. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export async function startLambda({
  folder,
  environment,
  timeoutMs = 900_000,
}: LambdaOptions): Promise<Lambda> {
  const queue: Invocation[] = [];
  const running = new Map<string, Invocation>();
  let runtime: ServerResponse | undefined;
  let [asked, log] = [0, ''];

  const next = () => {
    const invocation = runtime && queue.shift();
    if (!invocation || !runtime) return;
    running.set(invocation.id, invocation);
    runtime.writeHead(200, {
      'Lambda-Runtime-Aws-Request-Id': invocation.id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeoutMs),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-central-1:000000000000:function:gateway',
    });
    runtime.end(invocation.event);
    runtime = undefined;
  };

  const api = await listen(async (request, response) => {
    const [, id = '', kind] = /invocation\/([^/]+)\/(response|error)$/.exec(request.url ?? '') ?? [];
    if (request.url?.endsWith('/next')) {
      asked += 1;
      runtime = response;
      next();
      return;
    }
    const caller = running.get(id)?.response;
    if (kind === 'response' && caller) await passOn(request, caller);
    response.writeHead(202).end('{}');
  });
  const front = await listen(async (request, response) => {
    const body = (await bytesOf(request)).toString();
    const [rawPath, rawQueryString = ''] = (request.url ?? '').split('?');
    const http = { method: request.method, path: rawPath };
    const { headers } = request;
    const event = JSON.stringify({ rawPath, rawQueryString, headers, requestContext: { http }, body });
    if (Buffer.byteLength(event) > MAX_EVENT_BYTES) {
      response.writeHead(413, { 'content-type': 'application/json' }).end('{"Message":"Request too large"}');
      return;
    }
    queue.push({ id: randomUUID(), event, response });
    next();
  });

  const client = runtimeClient();
  const child = spawn(
    process.execPath,
    ['--require', join(client, 'without-native-client.cjs'), join(client, 'index.mjs'), 'index.handler'],
    {
      cwd: folder,
      env: {
        ...environment,
        AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true',
        AWS_LAMBDA_RUNTIME_API: api.url.slice('http://'.length),
        AWS_LAMBDA_FUNCTION_NAME: 'gateway',
        AWS_LAMBDA_FUNCTION_VERSION: '1',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_LOG_GROUP_NAME: 'log',
        AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        LAMBDA_TASK_ROOT: folder,
        _HANDLER: 'index.handler',
      },
    },
  );
  child.once('exit', () => {
    for (const { response } of [...running.values(), ...queue]) response.destroy();
  });
  for (const output of [child.stdout, child.stderr]) output.on('data', (data) => (log += data));

  return {
    url: front.url,
    log: () => log,
    async ended(invocations) {
      await until(() => asked > invocations || child.exitCode !== null);
    },
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await Promise.all([api.close(), front.close()]);
    },
  };
}

/** Status and headers stand before the body, as JSON and eight zeros. Reads on when the caller has gone. */
async function passOn(request: IncomingMessage, caller: ServerResponse): Promise<void> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of request as AsyncIterable<Buffer>) {
    let body = chunk;
    if (head) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(DELIMITER);
      if (end < 0) continue;
      const { statusCode, headers } = JSON.parse(head.subarray(0, end).toString());
      caller.writeHead(statusCode, headers);
      caller.flushHeaders();
      body = head.subarray(end + DELIMITER.length);
      head = undefined;
    }
    if (!caller.destroyed && body.length > 0 && !caller.write(body))
      await Promise.race([once(caller, 'drain'), once(caller, 'close')]);
  }
  // A function that failed in the middle says so in trailers.
  if (request.trailers['lambda-runtime-function-error-type'] === undefined) caller.end();
  else caller.destroy();
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds())
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function listen(answer: (...args: Parameters<RequestListener>) => Promise<void>) {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
