/**
 * What snippets of TypeScript use without declaring it, as their text introduces it. A text, because these names must not be known
 * to any other file.
 */
export const SNIPPET_GLOBALS = `
import type AnthropicClient from '@anthropic-ai/sdk';
import type { EventDetail } from '@token-ledger/contract';
import type * as client from '@token-ledger/client';
import type { QueryClient } from '@token-ledger/client/query';

declare global {
  const Anthropic: typeof AnthropicClient;
  const anthropic: AnthropicClient;
  const question: AnthropicClient.MessageCreateParamsNonStreaming;
  const message: AnthropicClient.Message & { readonly _request_id?: string | null };
  const stored: string;

  const createLedger: typeof client.createLedger;
  const flushAfterInvocation: typeof client.flushAfterInvocation;
  const tokenLedger: typeof client.tokenLedger;
  const withUsageContext: typeof client.withUsageContext;
  const UsageData: typeof client.UsageData;
  const ledger: client.Ledger & QueryClient;

  /** The begin of a range. */
  const from: string;
  /** A request to a webhook. */
  const rawBody: string;
  const request: { readonly headers: Record<string, string> };

  /** An event, and what its consumer keeps. */
  const event: { readonly detail: EventDetail<'usageCollected'> };
  const isFirst: (id: string) => Promise<boolean>;
  const add: (accessKey: string, user: string | undefined, requests: number, outputTokens: number) => void;
}
`;
