import { describe, expect, it } from '@jest/globals';
import { MAX_ITERATIONS, MAX_UNKNOWN_FIGURES, unknownFigures } from '@token-ledger/contract';

describe('figures that this version does not know', () => {
  it('are none in a usage object of which every field is known', () => {
    expect(
      unknownFigures({
        input_tokens: 1,
        output_tokens: 2,
        cache_creation_input_tokens: 3,
        cache_read_input_tokens: 4,
        cache_creation: { ephemeral_5m_input_tokens: 1, ephemeral_1h_input_tokens: 2 },
        output_tokens_details: { thinking_tokens: 1 },
        server_tool_use: { web_search_requests: 1, web_fetch_requests: 2 },
        service_tier: 'standard',
        inference_geo: 'us',
        speed: 'fast',
        iterations: [{ type: 'message', model: null, input_tokens: 1, cache_creation: null }],
      }),
    ).toEqual([]);
  });

  it('are named by their paths, each once, wherever they lie', () => {
    expect(
      unknownFigures({
        input_tokens: 1,
        audio_input_tokens: 5,
        cache_creation: { ephemeral_1d_input_tokens: 7 },
        server_tool_use: { code_execution_requests: 2 },
        iterations: [
          { type: 'message', tool_tokens: 1 },
          { type: 'message', tool_tokens: 2 },
        ],
        image_credits: { input_tokens: 3 },
      }),
    ).toEqual([
      'audio_input_tokens',
      'cache_creation.ephemeral_1d_input_tokens',
      'image_credits.input_tokens',
      'iterations.tool_tokens',
      'server_tool_use.code_execution_requests',
    ]);
  });

  it('count only what is a number and not zero', () => {
    expect(
      unknownFigures({
        input_tokens: 1,
        audio_tokens: 0,
        video_tokens: null,
        page_tokens: '5',
        a_tokens: true,
      }),
    ).toEqual([]);
  });

  it.each([
    ['my wife said on page 0 that the money'],
    ['she_left_him_because_of_the_money_tokens'],
    ['Tokens'],
    ['secret'],
    ['prоmpt_tokens'],
    ['donaudampfschifffahrt_tokens'],
    ['__proto__'],
    [''],
  ])('are not named if the name is %j', (name) => {
    const usage = JSON.parse(`{"input_tokens":1,${JSON.stringify(name)}:7}`);
    expect(unknownFigures(usage)).toEqual(['*']);
  });

  it('are bounded in number and depth, and in steps that are looked at', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}_tokens`, 1]));
    expect(unknownFigures(many)).toHaveLength(MAX_UNKNOWN_FIGURES);
    let deep: unknown = { x_tokens: 1 };
    for (let level = 0; level < 100_000; level += 1) deep = { deep, list: [deep] };
    expect(unknownFigures({ deep })).toEqual([]);
    const steps = Array.from({ length: MAX_ITERATIONS + 1 }, (_, index) =>
      index === MAX_ITERATIONS ? { type: 'message', late_tokens: 1 } : { type: 'message' },
    );
    expect(unknownFigures({ iterations: steps })).toEqual([]);
  });

  it.each([[null], [undefined], [5], ['text'], [[]], [{}]])('are none in %j', (usage) => {
    expect(unknownFigures(usage)).toEqual([]);
  });
});
