import { describe, expect, it } from '@jest/globals';
import { type Convention, langfuse } from '@token-ledger/importers';
import { fileIn, ndjson, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();

function observation(usage_details: unknown, more: object = {}) {
  return {
    id: 'obs-1',
    project_id: 'project-1',
    trace_id: 'trace-1',
    type: 'GENERATION',
    start_time: '2026-11-21 10:15:30.123000',
    provided_model_name: 'claude-opus-5-5',
    user_id: 'u_42',
    session_id: 's-1',
    environment: 'production',
    usage_details,
    total_cost: 0.0125,
    level: 'DEFAULT',
    input: 'a secret question',
    output: 'a secret answer',
    ...more,
  };
}

async function imported(rows: readonly object[], convention?: Convention) {
  const file = await fileIn(folder, 'observations.jsonl', ndjson(rows));
  return readAll(langfuse({ files: [file], ...(convention && { convention }) }));
}

describe('an import of observations', () => {
  it('reports totals under a name of its own, which cannot join', async () => {
    const { found, records } = await imported([observation({ input: 100, output: 20, total: 120 })]);
    expect(records).toEqual([
      {
        requestId: 'langfuse:project-1:obs-1',
        occurredAt: Date.parse('2026-11-21T10:15:30.123Z'),
        model: 'claude-opus-5-5',
        detail: 'totals',
        userId: 'u_42',
        usage: {
          input_tokens: 100,
          output_tokens: 20,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
        },
        metadata: { session_id: 's-1', environment: 'production', langfuse_cost_usd: '0.0125' },
      },
    ]);
    expect(found).toMatchObject([{ joins: false }]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it.each([
    [{ input: 12, input_cached_tokens: 3000, input_cache_creation: 400, output: 150 }],
    [
      {
        input_tokens: 12,
        cache_read_input_tokens: 3000,
        cache_creation_input_tokens: 400,
        output_tokens: 150,
      },
    ],
    [{ prompt_tokens: 12, input_cache_read: 3000, input_cache_write: 400, completion_tokens: 150 }],
    [
      {
        input: 12,
        input_tokens: 12,
        cache_read_input_tokens: 3000,
        input_cached_tokens: 3000,
        cache_creation_tokens: 400,
        output: 150,
        total: 3562,
      },
    ],
  ])('knows the spellings of %o', async (details) => {
    const { records } = await imported([observation(details)]);
    expect(records).toMatchObject([
      {
        usage: {
          input_tokens: 12,
          output_tokens: 150,
          cache_read_input_tokens: 3000,
          cache_creation_input_tokens: 400,
        },
      },
    ]);
  });

  it('takes an input that counts the cache for what it is, where its total shows it or the convention is named', async () => {
    const details = { input: 3412, input_cached_tokens: 3000, input_cache_creation: 400, output: 150 };
    const input = async (more: object, convention?: Convention) => {
      const { records, skipped } = await imported([observation({ ...details, ...more })], convention);
      return records[0]?.usage.input_tokens ?? skipped;
    };
    expect(await input({ total: 3562 })).toBe(12);
    expect(await input({ total: 6962 })).toBe(3412);
    expect(await input({})).toBe(3412);
    expect(await input({}, 'inclusive')).toBe(12);
    expect(await input({ total: 3562 }, 'exclusive')).toBe(3412);
    expect(await input({ input: 3399 }, 'inclusive')).toEqual({ convention_contradicted: 1 });
  });

  it('adds reasoning to the output, of which it is a part of Anthropic’s', async () => {
    const { records } = await imported([observation({ input: 1, output: 50, output_reasoning_tokens: 100 })]);
    expect(records).toMatchObject([
      { usage: { output_tokens: 150, output_tokens_details: { thinking_tokens: 100 } } },
    ]);
  });

  it('keeps the lifetimes of what was written', async () => {
    const details = { input: 1, output: 1, input_cache_creation_5m: 150, input_cache_creation_1h: 250 };
    const { records } = await imported([observation(details)]);
    expect(records).toMatchObject([
      {
        usage: {
          cache_creation_input_tokens: 400,
          cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
        },
      },
    ]);
  });

  it('stops at a key that it does not know, and names it', async () => {
    await expect(imported([observation({ input: 1, input_audio_tokens: 7 })])).rejects.toThrow(
      /line 1: usage_details has a key that is not known, "input_audio_tokens"/,
    );
    await expect(imported([observation({ 'my secret wish': 7 })])).rejects.not.toThrow('secret wish');
    const unused = await imported([observation({ input: 1, output: 1, input_audio_tokens: 0 })]);
    expect(unused.records).toHaveLength(1);
  });

  it('skips what is no generation of Anthropic’s, and says why', async () => {
    const usage = { input: 1, output: 1 };
    const { records, skipped } = await imported([
      observation(usage, { type: 'SPAN' }),
      observation(usage, { provided_model_name: 'gpt-6' }),
      observation(null),
      observation({ total: 0 }),
      observation(usage, { id: null }),
      observation(usage, { start_time: null }),
      observation({ input: -1 }),
    ]);
    expect(records).toEqual([]);
    expect(skipped).toEqual({
      without_usage: 3,
      not_anthropic: 1,
      no_identity: 1,
      no_time: 1,
      invalid_figures: 1,
    });
  });

  it('counts a generation at the level ERROR as a failed call', async () => {
    const { records } = await imported([observation({ input: 1, output: 1 }, { level: 'ERROR' })]);
    expect(records).toMatchObject([{ status: 'error' }]);
  });

  it('reads CSV, whose usage is JSON in a column', async () => {
    const csv = [
      'id,project_id,type,start_time,provided_model_name,usage_details,input,user_id',
      'o-1,p-1,GENERATION,2026-11-21 10:15:30.123000,claude-opus-5-5,"{""input"":""7"",""output"":2}",a secret,',
    ].join('\n');
    const { records } = await readAll(langfuse({ files: [await fileIn(folder, 'o.csv', csv)] }));
    expect(records).toMatchObject([
      { requestId: 'langfuse:p-1:o-1', usage: { input_tokens: 7, output_tokens: 2 } },
    ]);
  });
});
