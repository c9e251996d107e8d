import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  findDefaultTranscripts,
  findTranscripts,
  transcriptRoots,
  transcripts,
} from '@token-ledger/importers';
import fc from 'fast-check';
import { fileIn, ndjson, readAll, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();

interface LineParts {
  readonly id?: string | undefined;
  readonly requestId?: string | undefined;
  readonly output?: number;
  readonly stop?: string | null;
  readonly model?: string;
  readonly at?: string;
  readonly more?: object;
  readonly usage?: object;
}

/** A line of an answer, as Claude Code writes it. */
function line({
  id = 'msg_1',
  requestId = 'req_1',
  output = 150,
  stop = 'end_turn',
  ...parts
}: LineParts = {}) {
  const { model = 'claude-opus-5-5', at = '2026-11-21T10:15:30.123Z', more, usage } = parts;
  return {
    type: 'assistant',
    timestamp: at,
    sessionId: 'session-1',
    cwd: '/home/ada/src/search',
    ...(requestId !== '' && { requestId }),
    message: {
      id,
      model,
      role: 'assistant',
      stop_reason: stop,
      content: [{ type: 'text', text: 'a secret answer' }],
      usage: {
        input_tokens: 12,
        cache_creation_input_tokens: 400,
        cache_read_input_tokens: 3000,
        cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
        output_tokens: output,
        service_tier: 'standard',
        ...usage,
      },
    },
    ...more,
  };
}

async function imported(...files: readonly (readonly unknown[])[]) {
  const paths = await Promise.all(files.map((rows) => fileIn(folder, 'session.jsonl', ndjson(rows))));
  return readAll(transcripts({ files: paths }));
}

describe('an import of transcripts', () => {
  it('reports the usage of an answer in full, with both its names, and nothing that was said', async () => {
    const { found, records } = await imported([
      { type: 'user', message: { role: 'user', content: 'a secret question' } },
      line(),
    ]);
    expect(records).toEqual([
      {
        requestId: 'req_1',
        messageId: 'msg_1',
        occurredAt: Date.parse('2026-11-21T10:15:30.123Z'),
        model: 'claude-opus-5-5',
        endpoint: '/v1/messages',
        stopReason: 'end_turn',
        usage: {
          input_tokens: 12,
          output_tokens: 150,
          cache_creation_input_tokens: 400,
          cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
          cache_read_input_tokens: 3000,
          service_tier: 'standard',
        },
        metadata: { project: 'search', session_id: 'session-1' },
      },
    ]);
    expect(found).toMatchObject([{ joins: true, place: { line: 2 } }]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  // ryoppippi/ccusage 888 and 797: the first line has a placeholder, and was kept.
  it('takes the largest figures of all lines about a call, and the earliest time', async () => {
    const { records, skipped } = await imported([
      line({ output: 3, stop: null, at: '2026-11-21T10:15:31Z' }),
      line({ output: 150, at: '2026-11-21T10:15:33Z' }),
      line({ output: 3, stop: null, at: '2026-11-21T10:15:30Z' }),
    ]);
    expect(records).toMatchObject([
      {
        stopReason: 'end_turn',
        occurredAt: Date.parse('2026-11-21T10:15:30Z'),
        usage: { output_tokens: 150 },
      },
    ]);
    expect(skipped).toEqual({ repeated_line: 2 });
  });

  // ryoppippi/ccusage 976: without request ids, every line was counted.
  it('counts a call once by its message id where the request id is missing, in part or everywhere', async () => {
    const without = line({ requestId: '' });
    expect((await imported([without, without, without])).records).toMatchObject([{ messageId: 'msg_1' }]);
    expect((await imported([without, line()])).records).toMatchObject([{ requestId: 'req_1' }]);
  });

  // anthropics/claude-code 84223: the files of subagents keep placeholders of the output.
  it('reports a placeholder as partial, unless another file has the whole answer', async () => {
    const subagent = [line({ output: 5, stop: null })];
    const alone = await imported(subagent);
    expect(alone.records).toMatchObject([{ status: 'partial', usage: { output_tokens: 5 } }]);
    expect(alone.records[0]).not.toHaveProperty('stopReason');
    const beside = await imported(subagent, [line({ output: 900 })]);
    expect(beside.records).toMatchObject([{ stopReason: 'end_turn', usage: { output_tokens: 900 } }]);
    expect(beside.records[0]).not.toHaveProperty('status');
  });

  it('counts the lines that a forked session copied once', async () => {
    const session = [line(), line({ id: 'msg_2', requestId: 'req_2' })];
    const fork = [...session, line({ id: 'msg_3', requestId: 'req_3' })];
    const { records, skipped } = await imported(session, fork);
    expect(records.map(({ requestId }) => requestId)).toEqual(['req_1', 'req_2', 'req_3']);
    expect(skipped).toEqual({ repeated_line: 2 });
  });

  it('counts the same, however the lines are divided into files and ordered', async () => {
    const outputs = fc.record({
      call: fc.integer({ min: 1, max: 3 }),
      output: fc.integer({ min: 0, max: 500 }),
      searches: fc.integer({ min: 0, max: 3 }),
      writes: fc.integer({ min: 0, max: 3 }),
    });
    const lines = fc.array(outputs, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.array(fc.nat({ max: 3 }), { minLength: 12, maxLength: 12 }),
        async (all, places) => {
          const written = all.map(({ call, output, searches, writes }) =>
            line({
              id: `msg_${call}`,
              requestId: `req_${call}`,
              output,
              usage: {
                server_tool_use: { web_search_requests: searches },
                cache_creation_input_tokens: writes * 100,
                cache_creation: { ephemeral_5m_input_tokens: writes * 50, ephemeral_1h_input_tokens: 0 },
              },
            }),
          );
          const files = [0, 1, 2, 3].map((file) =>
            written.filter((_, index) => places[index] === file).toReversed(),
          );
          const byName = ({ records }: Awaited<ReturnType<typeof imported>>) =>
            records.toSorted((a, b) => ((a.requestId ?? '') < (b.requestId ?? '') ? -1 : 1));
          expect(byName(await imported(...files))).toEqual(byName(await imported(written)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('skips what was not answered by Anthropic, and says why', async () => {
    const { records, skipped } = await imported([
      line({ model: '<synthetic>' }),
      line({ more: { isApiErrorMessage: true } }),
      line({ model: 'deepseek-v4' }),
      line({ id: 'chatcmpl-1' }),
      line({ usage: { output_tokens: -1 } }),
      line({ usage: { output_tokens: 'many' } }),
      line({ at: 'yesterday' }),
      '{"type":"assistant","message":{"usage":',
      { type: 'summary', summary: 'about "usage"' },
      'no JSON at all',
    ]);
    expect(records).toEqual([]);
    expect(skipped).toEqual({
      synthetic: 1,
      api_error_message: 1,
      not_anthropic: 2,
      invalid_figures: 2,
      no_time: 1,
      malformed: 1,
      without_usage: 2,
    });
  });

  it('names a project and a session only if they are plain ids', async () => {
    const { records } = await imported([
      line({ more: { cwd: '/home/ada/my secret plan', sessionId: 'a b' } }),
    ]);
    expect(records[0]).not.toHaveProperty('metadata');
    const windows = await imported([line({ more: { cwd: 'C:\\src\\search' } })]);
    expect(windows.records).toMatchObject([{ metadata: { project: 'search' } }]);
  });

  it('keeps tiers, steps and searches, and lists figures that it does not know', async () => {
    const iterations = [
      { type: 'compaction', input_tokens: 180_000, output_tokens: 3500, content: 'a secret' },
      { type: 'message', model: 'claude-opus-5-5', input_tokens: 12, output_tokens: 150 },
    ];
    const { records, unknown } = await imported([
      line({
        usage: {
          iterations,
          speed: 'fast',
          inference_geo: 'us',
          new_tokens: 5,
          fallback_credit: { status: { type: 'redeemed' } },
        },
      }),
    ]);
    expect(records).toMatchObject([
      {
        usage: {
          speed: 'fast',
          inference_geo: 'us',
          fallback_credit: { status: { type: 'redeemed' } },
          iterations: [{ type: 'compaction', input_tokens: 180_000 }, { type: 'message' }],
        },
      },
    ]);
    expect(unknown).toEqual(['new_tokens']);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it('leaves out calls of unchanged files, but knows their figures', async () => {
    const before = await fileIn(
      folder,
      'a.jsonl',
      ndjson([line({ output: 900 }), line({ id: 'msg_2', requestId: 'req_2' })]),
    );
    const now = await fileIn(folder, 'b.jsonl', ndjson([line({ output: 5, stop: null })]));
    const { records, skipped } = await readAll(transcripts({ files: [before, now] }), new Set([before]));
    expect(records).toMatchObject([{ requestId: 'req_1', usage: { output_tokens: 900 } }]);
    expect(skipped).toEqual({ repeated_line: 1 });
  });

  it('takes as many calls as fit in memory, and refuses one more', async () => {
    const rows = [1, 2, 3].map((call) => line({ id: `msg_${call}`, requestId: `req_${call}` }));
    const file = await fileIn(folder, 'many.jsonl', ndjson(rows));
    expect((await readAll(transcripts({ files: [file], maxCalls: 3 }))).records).toHaveLength(3);
    await expect(readAll(transcripts({ files: [file], maxCalls: 2 }))).rejects.toThrow(
      'more than 2 calls. Import them in parts',
    );
  });
});

describe('transcripts', () => {
  it('are found in the folders of Claude Code, those of subagents below', async () => {
    const session = await fileIn(folder, 'projects/p/s.jsonl', '');
    const root = join(session, '../../..');
    const subagent = await fileIn(root, 'ignored.txt', '');
    expect(await findTranscripts([root])).toEqual([session]);
    expect(await findTranscripts([session, root])).toEqual([session]);
    expect(await findDefaultTranscripts([join(root, 'none'), root])).toEqual([session]);
    expect(subagent).toContain('ignored');
  });

  it('are looked for where the environment says, and in both default folders', () => {
    expect(transcriptRoots({ CLAUDE_CONFIG_DIR: '/a, /b' }, '/home/ada')).toEqual([
      '/a',
      '/b',
      '/home/ada/.claude',
      '/home/ada/.config/claude',
    ]);
    expect(transcriptRoots({}, '/h')).toEqual(['/h/.claude', '/h/.config/claude']);
  });

  it('that do not exist are named', async () => {
    await expect(findTranscripts([join(folder, 'nowhere')])).rejects.toThrow('does not exist');
    await expect(findDefaultTranscripts([join(folder, 'x')])).rejects.toThrow('There are no transcripts');
  });
});
