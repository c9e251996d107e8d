import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type UsageRecordInput, usageBatchSchema } from '@token-ledger/contract';
import * as z from 'zod/mini';

/** The ledger's `POST /v1/usage` on the loopback interface. It takes what the schema of the contract takes, and nothing else. */
export interface StubLedger {
  readonly url: string;
  readonly accessKey: string;
  /** Accepted records, in the order in which they came; repeated ones, too. */
  readonly records: UsageRecordInput[];
  /** Why requests were refused. */
  readonly refusals: string[];
  /** Answers of the next requests, one each, in place of recording them. */
  readonly answers: ((response: ServerResponse) => void)[];
  requests(): number;
  close(): Promise<void>;
}

export async function startStubLedger(): Promise<StubLedger> {
  const accessKey = 'tl_ak_1_a-secret-of-the-stub';
  const records: UsageRecordInput[] = [];
  const refusals: string[] = [];
  const answers: StubLedger['answers'] = [];
  let requests = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    requests += 1;
    const scripted = answers.shift();
    if (scripted) return scripted(response);
    const refuse = (status: number, reason: string) => {
      refusals.push(reason);
      json(response, status, { code: 'invalid_request', detail: reason });
    };
    if (request.url !== '/v1/usage' || request.method !== 'POST') return refuse(404, 'not the route');
    if (request.headers.authorization !== `Bearer ${accessKey}`) return refuse(401, 'not the access key');
    const batch = z.safeParse(usageBatchSchema, JSON.parse(text));
    if (!batch.success) return refuse(400, z.prettifyError(batch.error));
    const received = batch.data.records.length;
    records.push(...(JSON.parse(text) as { records: UsageRecordInput[] }).records);
    const results = Array.from({ length: received }, (_, index) => ({ index, status: 'accepted' }));
    json(response, 202, { accepted: received, conflicts: 0, rejected: 0, failed: 0, results });
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accessKey,
    records,
    refusals,
    answers,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
