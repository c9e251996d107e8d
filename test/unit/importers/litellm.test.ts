import { describe, expect, it } from '@jest/globals';
import { type Convention, litellm } from '@token-ledger/importers';
import { fileIn, ndjson, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();

/** A row of the table, as its export writes it. */
function row(usage: object, more: object = {}) {
  return {
    request_id: 'chatcmpl-1',
    call_type: 'acompletion',
    api_key: 'hash-1',
    spend: 0.0031,
    total_tokens: 1,
    prompt_tokens: 1,
    completion_tokens: 1,
    startTime: '2026-11-21 10:15:30.123',
    model: 'claude-sonnet-5-5',
    custom_llm_provider: 'anthropic',
    user: 'u_owner',
    end_user: 'u_42',
    team_id: 'search',
    request_tags: '["feature:chat","User-Agent: curl and more words than four"]',
    metadata: { usage_object: usage, user_api_key_alias: 'app' },
    cache_hit: 'False',
    status: 'success',
    messages: [{ content: 'a secret question' }],
    response: { content: 'a secret answer' },
    proxy_server_request: { body: 'a secret' },
    ...more,
  };
}

async function imported(rows: readonly object[], convention?: Convention) {
  const file = await fileIn(folder, 'spend.ndjson', ndjson(rows));
  return readAll(litellm({ files: [file], ...(convention && { convention }) }));
}

describe('an import of spend logs', () => {
  it('reports totals under a name of its own, which cannot join', async () => {
    const { found, records } = await imported([row({ prompt_tokens: 100, completion_tokens: 20 })]);
    expect(records).toEqual([
      {
        requestId: 'litellm:chatcmpl-1',
        occurredAt: Date.parse('2026-11-21T10:15:30.123Z'),
        model: 'claude-sonnet-5-5',
        detail: 'totals',
        userId: 'u_42',
        feature: 'chat',
        usage: {
          input_tokens: 100,
          output_tokens: 20,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
        },
        metadata: { team: 'search', call_type: 'acompletion', litellm_cost_usd: '0.0031' },
      },
    ]);
    expect(found).toMatchObject([{ joins: false }]);
  });

  it('joins by the id of the message where LiteLLM kept it', async () => {
    const { found } = await imported([row({ prompt_tokens: 1 }, { request_id: 'msg_01' })]);
    expect(found).toMatchObject([{ joins: true, record: { messageId: 'msg_01' } }]);
    expect(found[0]?.record).not.toHaveProperty('requestId');
  });

  it('never reads messages and responses', async () => {
    const { records } = await imported([row({ prompt_tokens: 1 })]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  describe('with tokens of the cache', () => {
    const cache = { cache_read_input_tokens: 50, cache_creation_input_tokens: 30, completion_tokens: 1 };
    const input = async (usage: object, convention?: Convention) => {
      const { records, skipped } = await imported([row(usage)], convention);
      return records[0]?.usage.input_tokens ?? skipped;
    };

    it('skips rows that can be read in several ways, unless the convention is named', async () => {
      const usage = { ...cache, prompt_tokens: 200 };
      expect(await input(usage)).toEqual({ ambiguous_convention: 1 });
      expect(await input(usage, 'inclusive')).toBe(120);
      expect(await input(usage, 'exclusive')).toBe(200);
    });

    it('reads rows that leave one reading', async () => {
      expect(await input({ ...cache, prompt_tokens: 49 })).toBe(49);
      expect(await input({ prompt_tokens: 31, cache_creation_input_tokens: 1253 })).toBe(31);
      expect(await input({ ...cache, prompt_tokens: 50 })).toEqual({ ambiguous_convention: 1 });
      expect(await input({ prompt_tokens: 1253, cache_creation_input_tokens: 1253 })).toEqual({
        ambiguous_convention: 1,
      });
    });

    it('reads Anthropic’s own object as it is', async () => {
      expect(await input({ ...cache, input_tokens: 200, output_tokens: 5 })).toBe(200);
    });

    it('skips rows that contradict the convention', async () => {
      expect(await input({ ...cache, prompt_tokens: 79 }, 'inclusive')).toEqual({
        convention_contradicted: 1,
      });
      expect(await input({ ...cache, prompt_tokens: 80 }, 'inclusive')).toBe(0);
    });

    it('keeps the lifetimes of what was written, and searches', async () => {
      const details = {
        cached_tokens: 50,
        cache_creation_tokens: 30,
        cache_creation_token_details: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      };
      const usage = {
        prompt_tokens: 200,
        completion_tokens: 1,
        prompt_tokens_details: details,
        server_tool_use: { web_search_requests: 2 },
      };
      const { records } = await imported([row(usage)], 'inclusive');
      expect(records).toMatchObject([
        {
          usage: {
            input_tokens: 120,
            cache_read_input_tokens: 50,
            cache_creation_input_tokens: 30,
            cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
            server_tool_use: { web_search_requests: 2 },
          },
        },
      ]);
    });
  });

  it('skips what did not use Anthropic, and says why', async () => {
    const usage = { prompt_tokens: 5, completion_tokens: 1 };
    const { records, skipped } = await imported([
      row(usage, { cache_hit: 'True' }),
      row(usage, { cache_hit: true }),
      row(usage, { model: 'gpt-6', custom_llm_provider: 'openai' }),
      row(usage, { custom_llm_provider: 'openai' }),
      row(usage, { request_id: null }),
      row(usage, { startTime: 'then' }),
      row({ prompt_tokens: 1.5 }),
      row({ prompt_tokens: 0, completion_tokens: 0 }, { status: 'failure' }),
    ]);
    expect(records).toEqual([]);
    expect(skipped).toEqual({
      gateway_cache_hit: 2,
      not_anthropic: 2,
      no_identity: 1,
      no_time: 1,
      invalid_figures: 1,
      failed_without_usage: 1,
    });
  });

  it('counts a failed call that used tokens as an error', async () => {
    const { records } = await imported([
      row({ prompt_tokens: 5, completion_tokens: 1 }, { status: 'failure' }),
    ]);
    expect(records).toMatchObject([{ status: 'error', usage: { input_tokens: 5 } }]);
  });

  it('takes the prefix of a gateway from a model, and knows Claude on other clouds', async () => {
    const usage = { prompt_tokens: 5 };
    const { records } = await imported([
      row(usage, { model: 'anthropic/claude-opus-5-5' }),
      row(usage, {
        model: 'bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        custom_llm_provider: 'bedrock',
      }),
      row(usage, {
        model: 'vertex_ai/claude-opus-4-1@20250805',
        custom_llm_provider: 'vertex_ai-anthropic_models',
      }),
    ]);
    expect(records.map(({ model }) => model)).toEqual([
      'claude-opus-5-5',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ]);
  });

  it('takes any name of a model that Anthropic itself served', async () => {
    const { records } = await imported([row({ prompt_tokens: 5 }, { model: 'our-sonnet' })]);
    expect(records).toMatchObject([{ model: 'our-sonnet' }]);
  });

  it('falls back to the owner of the key as the user', async () => {
    const { records } = await imported([
      row({ prompt_tokens: 1 }, { end_user: '' }),
      row({ prompt_tokens: 1 }, { end_user: null, user: 'default_user_id' }),
    ]);
    expect(records.map(({ userId }) => userId)).toEqual(['u_owner', undefined]);
  });

  it('reports for the access keys of a map, by the hash or the alias of LiteLLM’s', async () => {
    const file = await fileIn(
      folder,
      'spend.jsonl',
      ndjson([
        row({ prompt_tokens: 1 }),
        row({ prompt_tokens: 1 }, { api_key: 'hash-2' }),
        row({ prompt_tokens: 1 }, { api_key: '', metadata: {} }),
        row({ prompt_tokens: 1 }, { api_key: 'hash-3', metadata: {} }),
        row({ prompt_tokens: 1 }, { api_key: '', metadata: { user_api_key_hash: 'hash-4' } }),
      ]),
    );
    const { records, skipped } = await readAll(
      litellm({ files: [file], accessKeys: { 'hash-1': 'ak_1', app: 'ak_app' } }),
    );
    expect(records.map(({ accessKeyId }) => accessKeyId)).toEqual(['ak_1', 'ak_app', undefined]);
    // Not under the access key that imports.
    expect(skipped).toEqual({ unmapped_key: 2 });
    expect((await readAll(litellm({ files: [file] }))).records).toHaveLength(5);
  });

  it('reads payloads of the webhook', async () => {
    const payload = {
      id: 'msg_7',
      startTime: 1_795_256_130.123,
      model: 'claude-haiku-5-5',
      custom_llm_provider: 'anthropic',
      prompt_tokens: 9,
      completion_tokens: 3,
      end_user: 'u_1',
      cache_hit: null,
      metadata: { usage_object: null },
      request_tags: ['feature:search'],
      status: 'success',
    };
    const { records } = await imported([payload]);
    expect(records).toMatchObject([
      {
        messageId: 'msg_7',
        occurredAt: 1_795_256_130_123,
        feature: 'search',
        usage: { input_tokens: 9, output_tokens: 3 },
      },
    ]);
  });

  it('reads the table as CSV', async () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const metadata = JSON.stringify({ usage_object: { prompt_tokens: 7, completion_tokens: 2 } });
    const csv = [
      'request_id,startTime,model,custom_llm_provider,metadata,messages,cache_hit,end_user',
      `chatcmpl-9,2026-11-21 10:15:30,claude-haiku-5-5,anthropic,${quoted(metadata)},"a secret\nquestion",,`,
    ].join('\r\n');
    const file = await fileIn(folder, 'spend.csv', csv);
    const { records, found } = await readAll(litellm({ files: [file] }));
    expect(records).toMatchObject([
      { requestId: 'litellm:chatcmpl-9', usage: { input_tokens: 7, output_tokens: 2 } },
    ]);
    expect(records[0]).not.toHaveProperty('userId');
    expect(found[0]?.place.line).toBe(3);
  });
});
