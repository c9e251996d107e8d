import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import Anthropic from '@anthropic-ai/sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import OldestAnthropic from 'anthropic-sdk-oldest';
import { type CloudPlatform, startBedrock, startVertex } from './cloud-platforms.ts';
import type { MessagesApi } from './messages-api.ts';

/** What the tests need of a client, the same in all SDKs. */
export interface AnthropicClient {
  readonly messages: Pick<Anthropic['messages'], 'create' | 'stream'>;
}

/** Options that all SDKs share. */
export interface AnthropicClientOptions {
  readonly middleware?: Anthropic['middleware'];
  readonly fetch?: typeof globalThis.fetch;
  readonly maxRetries?: number;
  readonly timeout?: number;
  readonly baseURL?: string;
}

/** Every SDK of Anthropic that is supported, with what serves it. */
export interface AnthropicClients {
  readonly create: Readonly<Record<SdkName, (options: AnthropicClientOptions) => AnthropicClient>>;
  close(): Promise<void>;
}

export const SDK_NAMES = ['newest', 'oldest', 'bedrock', 'vertex'] as const;
export type SdkName = (typeof SDK_NAMES)[number];

const COMMON = { logLevel: 'off', maxRetries: 0 } as const;

export async function startAnthropicClients(api: MessagesApi): Promise<AnthropicClients> {
  const [bedrock, vertex]: CloudPlatform[] = await Promise.all([startBedrock(api), startVertex(api)]);
  const key = { ...COMMON, apiKey: 'k', baseURL: api.url };
  const authClient = { getRequestHeaders: async () => new Headers({ authorization: 'Bearer t' }) };
  return {
    create: {
      newest: (options) => new Anthropic({ ...key, ...options }),
      oldest: (options) =>
        new OldestAnthropic({ ...key, ...options } as object) as unknown as AnthropicClient,
      bedrock: (options) =>
        new AnthropicBedrock({
          ...COMMON,
          baseURL: bedrock?.url ?? '',
          awsRegion: 'us-east-1',
          awsAccessKey: 'a',
          awsSecretKey: 's',
          ...options,
        }) as unknown as AnthropicClient,
      vertex: (options) =>
        new AnthropicVertex({
          ...COMMON,
          baseURL: `${vertex?.url}/v1`,
          region: 'global',
          projectId: 'p',
          authClient: authClient as never,
          ...options,
        }) as unknown as AnthropicClient,
    },
    close: async () => {
      await Promise.all([bedrock?.close(), vertex?.close()]);
    },
  };
}
