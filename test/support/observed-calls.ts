import Anthropic from '@anthropic-ai/sdk';
import { type LedgerMiddleware, withUsageContext } from '@token-ledger/client';
import type { Random } from '../../scripts/random.ts';
import { type CallMode, USAGE } from './messages-api.ts';
import { API_SPAN, CLAUDE_CODE, type Named } from './telemetry.ts';

/*
 * Calls that many observers see, each in its own way: what Claude Code's telemetry, its transcripts and Anthropic's spans say
 * about them.
 */

export const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'] as const;
export const USERS = ['u_ada', 'u_bob', 'u_cleo'] as const;

export interface PlannedCall {
  readonly model: (typeof MODELS)[number];
  readonly userId: (typeof USERS)[number];
  readonly feature: string;
  readonly streamed: boolean;
  readonly mode: CallMode;
  /** Whether the caller leaves its stream at the first word. */
  readonly left: boolean;
  /** Whether the caller's middleware does not see that a gateway recorded the call. */
  readonly hidden: boolean;
  /** Whether Claude Code logs an event; in its auto mode it often does not. */
  readonly logged: boolean;
  /** Whether its transcript has the final figures; those of subagents keep a placeholder. */
  readonly finished: boolean;
}

/** A call that was made, by the names that Anthropic gave it. */
export interface MadeCall extends PlannedCall {
  readonly requestId: string;
  readonly messageId: string;
  /** What was billed. */
  readonly outputTokens: number;
  /** Whether all of the answer was written. */
  readonly complete: boolean;
}

export function planCalls(random: Random, count: number, hiddenShare: number): PlannedCall[] {
  return Array.from({ length: count }, () => {
    const streamed = random.chance(0.6);
    const mode = random.pick<CallMode>(
      streamed ? ['ok', 'ok', 'ok', 'retry', 'error', 'cut'] : ['ok', 'retry'],
    );
    return {
      model: random.pick(MODELS),
      userId: random.pick(USERS),
      feature: random.pick(['chat', 'search']),
      streamed,
      mode,
      left: streamed && mode === 'ok' && random.chance(0.2),
      hidden: random.chance(hiddenShare),
      logged: random.chance(0.65),
      finished: random.chance(0.7),
    };
  });
}

/** Calls the gateway as a program with the middleware does. Returns the request id of each call, in order. */
export async function makeCalls(
  calls: readonly PlannedCall[],
  { baseURL, apiKey, middleware }: { baseURL: string; apiKey: string; middleware: LedgerMiddleware },
): Promise<string[]> {
  const common = { baseURL, apiKey, logLevel: 'off', maxRetries: 1, middleware: [middleware] } as const;
  const [seeing, blind] = [new Anthropic(common), new Anthropic({ ...common, fetch: hidingFetch })];
  const requestIds: string[] = [];
  const next = calls.entries();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const [index, call] of next) requestIds[index] = await make(call.hidden ? blind : seeing, call);
    }),
  );
  return requestIds;
}

/** As a proxy between that drops what it does not know. */
const hidingFetch: typeof fetch = async (url, init) => {
  const response = await fetch(url, init);
  const headers = new Headers(response.headers);
  headers.delete('x-token-ledger');
  return new Response(response.body, { status: response.status, headers });
};

async function make(client: Anthropic, call: PlannedCall): Promise<string> {
  const { model, userId, feature, mode, left } = call;
  const question = {
    model,
    max_tokens: 10,
    messages: [{ role: 'user' as const, content: 'a secret question' }],
    metadata: { user_id: mode },
  };
  const headers = { 'x-token-ledger-user': userId, 'x-token-ledger-feature': feature };
  return withUsageContext({ userId, feature }, async () => {
    if (!call.streamed) {
      const { request_id: id } = await client.messages.create(question, { headers }).withResponse();
      return id ?? '';
    }
    const streaming = client.messages.create({ ...question, stream: true }, { headers });
    const { data: events, request_id: id } = await streaming.withResponse();
    try {
      for await (const { type } of events) if (left && type === 'content_block_delta') break;
    } catch (error) {
      if (mode !== 'error' && mode !== 'cut') throw error;
    }
    return id ?? '';
  });
}

/** The event that Claude Code 2.1.332 logs for a call. */
export function eventOf({ requestId, model, userId, outputTokens }: MadeCall, sequence: number): Named {
  return {
    'event.name': 'api_request',
    'event.timestamp': '2026-11-21T12:00:00.000Z',
    'event.sequence': sequence,
    'session.id': `s_${userId}`,
    model,
    input_tokens: USAGE.input_tokens,
    output_tokens: outputTokens,
    cache_read_tokens: USAGE.cache_read_input_tokens,
    cache_creation_tokens: USAGE.cache_creation_input_tokens,
    request_id: requestId,
    speed: 'normal',
  };
}

export const laptopOf = (userId: string): Named => ({ ...CLAUDE_CODE, 'enduser.id': userId });

/** The span that Anthropic pushes for a call; input tokens include those of the cache. */
export function spanOf({ requestId, messageId, model, outputTokens }: MadeCall): Named {
  return {
    ...API_SPAN,
    'anthropic.request.id': requestId,
    'gen_ai.response.id': messageId,
    'gen_ai.response.model': model,
    'gen_ai.usage.input_tokens':
      USAGE.input_tokens + USAGE.cache_read_input_tokens + USAGE.cache_creation_input_tokens,
    'gen_ai.usage.output_tokens': outputTokens,
  };
}

/** The lines of a transcript about a call: one for each block of the answer, the first with a placeholder. */
export function transcriptLinesOf(call: MadeCall): object[] {
  const { requestId, messageId, model, outputTokens } = call;
  const line = (stopReason: string | null, output: number) => ({
    type: 'assistant',
    timestamp: '2026-11-21T12:00:00.000Z',
    sessionId: `s_${call.userId}`,
    requestId,
    message: {
      id: messageId,
      model,
      stop_reason: stopReason,
      content: [{ type: 'text', text: 'a secret answer' }],
      usage: { ...USAGE, output_tokens: output },
    },
  });
  const placeholder = line(null, 1);
  return call.complete && call.finished ? [placeholder, line('end_turn', outputTokens)] : [placeholder];
}
