import Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { startTestGateway } from '../../../support/gateway.ts';
import { type CallMode, type MessagesApi, startMessagesApi } from '../../../support/messages-api.ts';

export const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 10,
  messages: [{ role: 'user' as const, content: 'a secret question' }],
};

/** A question that the API answers in this way. */
export const ask = (mode: CallMode) => ({ ...QUESTION, metadata: { user_id: mode } });

export type GatewayOptions = Omit<Parameters<typeof startTestGateway>[0], 'upstreamUrl'>;
type Started = Awaited<ReturnType<typeof startTestGateway>>;

/** Gateways as servers before one stand-in of the Messages API; they stop after each test, the API after all of the file. */
export function servedGateways() {
  let running: MessagesApi | undefined;
  const api = (): MessagesApi => {
    if (running === undefined) throw new Error('The API is not started yet.');
    return running;
  };
  beforeAll(async () => {
    running = await startMessagesApi();
  });
  afterAll(() => running?.close());
  const started: Started[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ stop }) => stop()));
  });

  async function start(options: GatewayOptions = {}) {
    const gateway = await startTestGateway({ upstreamUrl: api().url, ...options });
    started.push(gateway);
    const client = (own: ConstructorParameters<typeof Anthropic>[0] = {}) =>
      new Anthropic({
        apiKey: gateway.key.printed,
        baseURL: gateway.url,
        logLevel: 'off',
        maxRetries: 0,
        ...own,
      });
    /** Once everything that is under way is recorded. */
    const records = async () => {
      await until(() => gateway.records().length > 0);
      await gateway.stop(5_000);
      return gateway.records();
    };
    return { ...gateway, client, recorded: records };
  }

  return { api, start };
}

export function post(url: string, body: object, headers: Record<string, string>): Promise<Response> {
  return fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds())
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
}
