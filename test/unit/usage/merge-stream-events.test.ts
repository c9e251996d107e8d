import { describe, expect, it } from '@jest/globals';
import { type AnthropicUsage, mergeStreamEvents, type StreamEvent } from '@token-ledger/core';
import fc from 'fast-check';

const START_USAGE: AnthropicUsage = {
  input_tokens: 3,
  cache_creation_input_tokens: 2285,
  cache_read_input_tokens: 22_137,
  cache_creation: { ephemeral_5m_input_tokens: 2000, ephemeral_1h_input_tokens: 285 },
  output_tokens: 9,
  service_tier: 'standard',
  inference_geo: 'us',
};
const start = (usage: AnthropicUsage = START_USAGE): StreamEvent => ({
  type: 'message_start',
  message: { id: 'msg_1', model: 'claude-opus-4-6', stop_reason: null, usage },
});
const delta = (usage: AnthropicUsage | null, stopReason: string | null = null): StreamEvent => ({
  type: 'message_delta',
  delta: { stop_reason: stopReason },
  usage,
});
const STOP: StreamEvent = { type: 'message_stop' };
const ERROR: StreamEvent = { type: 'error' };

describe('the events of a stream', () => {
  it('become one call: what message_start alone reports stays, and the last totals count', () => {
    const events = [start(), delta({ output_tokens: 80 }), delta({ output_tokens: 159 }, 'tool_use'), STOP];
    expect(mergeStreamEvents(events)).toEqual({
      messageId: 'msg_1',
      model: 'claude-opus-4-6',
      stopReason: 'tool_use',
      status: 'ok',
      usage: { ...START_USAGE, output_tokens: 159 },
    });
  });

  it('replace values field by field: null and absent ones replace nothing, lists are replaced as a whole', () => {
    const step = { type: 'message', input_tokens: 1, output_tokens: 1 };
    const events = [
      start({ ...START_USAGE, server_tool_use: { web_search_requests: 0, web_fetch_requests: 2 } }),
      delta({ input_tokens: null, server_tool_use: { web_search_requests: 3 }, iterations: [step] }),
      delta({ output_tokens: 20, server_tool_use: null, iterations: [step, step] }),
      STOP,
    ];
    expect(mergeStreamEvents(events).usage).toEqual({
      ...START_USAGE,
      output_tokens: 20,
      server_tool_use: { web_search_requests: 3, web_fetch_requests: 2 },
      iterations: [step, step],
    });
  });

  it.each<[string, readonly StreamEvent[], string]>([
    ['that ends with message_stop is ok', [start(), STOP], 'ok'],
    ['that breaks off is partial', [start(), delta({ output_tokens: 5 })], 'partial'],
    ['that fails after it reported usage is partial', [start(), ERROR], 'partial'],
    ['that fails before is an error', [ERROR], 'error'],
    ['of which nothing is known is partial', [], 'partial'],
  ])('a stream %s', (_, events, status) => {
    expect(mergeStreamEvents(events).status).toBe(status);
  });

  it('may lack their beginning: what is known counts', () => {
    expect(mergeStreamEvents([delta({ output_tokens: 7 }, 'end_turn'), STOP])).toEqual({
      stopReason: 'end_turn',
      status: 'ok',
      usage: { output_tokens: 7 },
    });
    expect(mergeStreamEvents([ERROR])).not.toHaveProperty('usage');
  });

  it('are never added up: repeating any of them changes nothing', () => {
    const counter = fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null });
    const reported = fc.record({
      output_tokens: counter,
      input_tokens: counter,
      cache_read_input_tokens: counter,
    });
    fc.assert(
      fc.property(fc.array(reported, { minLength: 1, maxLength: 6 }), (reports) => {
        const once = [start(), ...reports.map((usage) => delta(usage)), STOP];
        const twice = once.flatMap((event) => [event, event]);
        expect(mergeStreamEvents(twice)).toEqual(mergeStreamEvents(once));
        const last = (field: 'output_tokens' | 'input_tokens') =>
          reports.findLast((usage) => usage[field] !== null)?.[field] ?? START_USAGE[field];
        const { usage } = mergeStreamEvents(once);
        expect([usage?.output_tokens, usage?.input_tokens]).toEqual([
          last('output_tokens'),
          last('input_tokens'),
        ]);
      }),
    );
  });
});
