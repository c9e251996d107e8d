import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * As much of DynamoDB, SQS and Secrets Manager as the gateway uses, for tests that start it in a process of its own with no
 * emulator beside it.
 */

interface Item {
  readonly p: { readonly S: string };
  readonly s: { readonly S: string };
}

export interface FakeAws {
  readonly endpoint: string;
  /** Bodies of messages, oldest first. */
  readonly messages: readonly string[];
  /** What every process gets that uses it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startFakeAws(secret: string): Promise<FakeAws> {
  const items = new Map<string, Item>();
  const messages: string[] = [];
  const keyOf = ({ p, s }: Item) => `${p.S}\0${s.S}`;

  // Bodies are as various as the operations.
  // oxlint-disable-next-line typescript/no-explicit-any
  function answer(operation: string, body: any): object {
    switch (operation) {
      case 'TransactWriteItems':
        for (const { Put } of body.TransactItems as readonly { Put?: { Item: Item } }[])
          if (Put) items.set(keyOf(Put.Item), Put.Item);
        return {};
      case 'PutItem':
        items.set(keyOf(body.Item), body.Item);
        return {};
      case 'GetItem':
        return { Item: items.get(keyOf(body.Key)) };
      case 'Query':
        return { Items: [] };
      case 'SendMessageBatch': {
        const entries = body.Entries as readonly { Id: string; MessageBody: string }[];
        messages.push(...entries.map(({ MessageBody }) => MessageBody));
        return {
          Successful: entries.map(({ Id, MessageBody }) => ({
            Id,
            MessageId: Id,
            MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
          })),
        };
      }
      case 'GetSecretValue':
        return { SecretString: secret };
      default:
        throw new Error(`The gateway does not use ${operation}.`);
    }
  }

  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += chunk;
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    response.writeHead(200, { 'content-type': String(request.headers['content-type']) });
    response.end(JSON.stringify(answer(operation, JSON.parse(text))));
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    messages,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      STAGE: 'test',
      LEDGER_TABLE: 'ledger',
      LIVE_QUEUE_URL: `${endpoint}/000000000000/live`,
      POWERTOOLS_METRICS_NAMESPACE: 'TokenLedger',
      POWERTOOLS_SERVICE_NAME: 'forward-calls',
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
