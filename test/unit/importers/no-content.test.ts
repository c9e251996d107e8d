import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatAccessKey } from '@token-ledger/core';
import {
  batchResults,
  type ImportSource,
  importUsage,
  langfuse,
  litellm,
  mapped,
  parseColumnMap,
  symfony,
  transcripts,
} from '@token-ledger/importers';
import { FakeLedger } from './support/fake-ledger.ts';
import { fileIn, ndjson, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();
const accessKey = formatAccessKey('ak_own', randomBytes(32).toString('hex'));
/** A sentence, as prompts and answers are. */
const SECRET = 'my wife said that the money is gone';

const usage = { input_tokens: 1, output_tokens: 1 };
const at = '2026-11-21 10:15:30';
const model = 'claude-opus-5-5';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly make: (files: readonly string[]) => ImportSource;
  /** A row that counts, with content where such rows have it. */
  readonly row: Readonly<Record<string, unknown>>;
  /** Fields that are read, each of which may hold content by mistake. */
  readonly fields: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'transcripts',
    file: 'session.jsonl',
    make: (files) => transcripts({ files }),
    row: {
      type: 'assistant',
      timestamp: '2026-11-21T10:15:30Z',
      requestId: 'req_1',
      message: {
        id: 'msg_1',
        model,
        stop_reason: 'end_turn',
        usage,
        content: [{ type: 'text', text: SECRET }],
      },
      toolUseResult: SECRET,
    },
    fields: ['timestamp', 'requestId', 'sessionId', 'cwd', 'message', 'type', 'isApiErrorMessage'],
  },
  {
    name: 'batch results',
    file: 'results.jsonl',
    make: (files) => batchResults({ files, endedAtMs: Date.parse('2026-11-21T10:15:30Z') }),
    row: {
      custom_id: 'c',
      result: {
        type: 'succeeded',
        message: { id: 'msg_1', model, usage, content: [{ type: 'text', text: SECRET }] },
      },
    },
    fields: ['custom_id', 'result'],
  },
  {
    name: 'litellm',
    file: 'spend.ndjson',
    make: (files) => litellm({ files }),
    row: {
      request_id: 'msg_1',
      startTime: at,
      model,
      custom_llm_provider: 'anthropic',
      metadata: { usage_object: { prompt_tokens: 1 }, requester_metadata: SECRET },
      messages: SECRET,
      response: SECRET,
    },
    fields: [
      'request_id',
      'startTime',
      'model',
      'end_user',
      'team_id',
      'request_tags',
      'call_type',
      'spend',
      'metadata',
      'prompt_tokens',
      'status',
    ],
  },
  {
    name: 'langfuse',
    file: 'observations.jsonl',
    make: (files) => langfuse({ files }),
    row: {
      id: 'o',
      project_id: 'p',
      type: 'GENERATION',
      start_time: at,
      provided_model_name: model,
      usage_details: { input: 1 },
      input: SECRET,
      output: SECRET,
    },
    fields: [
      'id',
      'project_id',
      'type',
      'start_time',
      'provided_model_name',
      'user_id',
      'session_id',
      'environment',
      'usage_details',
      'total_cost',
      'level',
    ],
  },
  {
    name: 'symfony',
    file: 'access_key_usage.ndjson',
    make: (files) => symfony({ files }),
    row: {
      id: '1',
      access_key_id: '2',
      input_tokens: 1,
      output_tokens: 1,
      request_id: 'msg_1',
      model,
      occurTime: at,
    },
    fields: [
      'id',
      'access_key_id',
      'user_id',
      'input_tokens',
      'request_id',
      'model',
      'occurTime',
      'stop_reason',
      'endpoint',
      'feature',
    ],
  },
  {
    name: 'a column map',
    file: 'usage.ndjson',
    make: (files) =>
      mapped({
        files,
        map: parseColumnMap({
          convention: 'exclusive',
          columns: {
            requestId: 'id',
            occurredAt: 'at',
            model: 'model',
            inputTokens: 'in',
            outputTokens: 'out',
            userId: 'user',
            status: 'status',
          },
          metadata: { team: 'team' },
        }),
      }),
    row: { id: 'req_1', at, model, in: 1, out: 1, prompt: SECRET },
    fields: ['id', 'at', 'model', 'in', 'user', 'status', 'team'],
  },
];

describe.each(CASES)('an import of $name', ({ file, make, row, fields }) => {
  const everything = async (rows: readonly unknown[]) => {
    const ledger = new FakeLedger();
    const paths = {
      statePath: join(folder, `state-${Math.random()}`),
      reportPath: join(folder, `report-${Math.random()}`),
    };
    const source = make([await fileIn(folder, file, ndjson(rows))]);
    const outcome = await importUsage({
      source,
      endpoint: 'https://ledger.example',
      accessKey,
      transport: ledger,
      reader: ledger,
      ...paths,
    }).catch((error: unknown) => error as Error);
    const written = Object.values(paths).map((path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return '';
      }
    });
    const result = outcome instanceof Error ? outcome.message : outcome;
    const shown = JSON.stringify(result, (_key, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    return { ledger, text: [...written, shown, JSON.stringify([...ledger.held])].join('\n') };
  };

  it('goes on after malformed lines, and repeats nothing of them or of content', async () => {
    const json = JSON.stringify(row);
    const malformed = [
      `{"usage": "${SECRET}`,
      SECRET,
      `["${SECRET}"]`,
      `"${SECRET}"`,
      json.slice(0, -2),
      `${json}${json}`,
    ];
    const { ledger, text } = await everything([...malformed, row]);
    expect(ledger.held.size).toBe(1);
    expect(text).not.toContain('wife');
  });

  it.each(fields)('repeats no content that stands in %s by mistake', async (field) => {
    for (const value of [
      SECRET,
      { [SECRET]: SECRET },
      [SECRET],
      { usage_object: { [SECRET]: 5, prompt_tokens: SECRET } },
      { [SECRET]: 5 },
    ]) {
      const { text } = await everything([{ ...row, [field]: value }]);
      expect(text).not.toContain('wife');
    }
  });
});
