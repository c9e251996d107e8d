import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NOBODY_DISABLED, type SendOutcome } from '@token-ledger/core';
import { InMemoryWitnessStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/accept-telemetry/handler.ts';
import { createTelemetry } from '../../functions/shared/telemetry.ts';
import { PROTOBUF, setUpTelemetry } from '../support/accepted-telemetry.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { LIMITS } from '../support/ledger-over.ts';
import { NOON } from '../support/records.ts';
import {
  API_REQUEST,
  API_RESOURCE,
  API_SPAN,
  CLAUDE_CODE,
  jsonRequest,
  type Named,
  protobufRequest,
} from '../support/telemetry.ts';

const SECRET = 'the prompt nobody may see';

/** What Claude Code and SDKs add when somebody switches content on. */
const CONTENT: Named = {
  prompt: SECRET,
  response: SECRET,
  tool_parameters: JSON.stringify({ command: SECRET }),
  'request.body': JSON.stringify({ messages: [{ role: 'user', content: SECRET }] }),
  'response.body': JSON.stringify({ content: [{ type: 'text', text: SECRET }] }),
  'gen_ai.input.messages': SECRET,
  'gen_ai.output.messages': SECRET,
  'gen_ai.system_instructions': SECRET,
  [SECRET]: 1,
};

/** Content where an id or a number belongs. */
const MISPLACED: readonly Named[] = [
  { model: SECRET, 'gen_ai.response.model': SECRET },
  { request_id: SECRET, 'anthropic.request.id': SECRET },
  { 'gen_ai.response.id': SECRET, input_tokens: SECRET, 'gen_ai.usage.input_tokens': SECRET },
  { 'team.id': SECRET, query_source: SECRET, 'anthropic.workspace.id': SECRET },
  { speed: SECRET, 'anthropic.response.service_tier': SECRET },
  { 'user.email': SECRET, 'enduser.id': SECRET },
  { 'session.id': SECRET, 'event.timestamp': SECRET },
];

/** Everything the function writes to its output, as CloudWatch would keep it. */
let output = '';

beforeEach(() => {
  output = '';
  const capture = (chunk: string | Uint8Array) => {
    output += String(chunk);
    return true;
  };
  process.env['POWERTOOLS_LOG_LEVEL'] = 'DEBUG';
  jest.spyOn(process.stdout, 'write').mockImplementation(capture);
  jest.spyOn(process.stderr, 'write').mockImplementation(capture);
});

afterEach(() => {
  delete process.env['POWERTOOLS_LOG_LEVEL'];
  jest.restoreAllMocks();
});

const LOGS = { resource: { ...CLAUDE_CODE, ...CONTENT }, scope: SECRET, atMs: NOON };
const SPANS = { resource: { ...API_RESOURCE, ...CONTENT }, name: SECRET, atMs: NOON };

const requests = (['logs', 'traces'] as const).flatMap((signal) => {
  const [made, call] = signal === 'logs' ? [LOGS, API_REQUEST] : [SPANS, API_SPAN];
  const entries = [{}, ...MISPLACED].map((misplaced) => ({ ...call, ...CONTENT, ...misplaced }));
  // Beside the usual ones: an event of a prompt, whose attributes are content.
  const events = [...entries, { 'event.name': 'user_prompt', ...CONTENT }];
  return [
    { signal, json: jsonRequest(signal, { ...made, entries: events }), made: { ...made, entries: events } },
  ];
});

describe('content in telemetry', () => {
  it.each(requests.map((request) => [request.signal, request] as const))(
    'of %s is in no log, no queue, no record and no answer',
    async (signal, { json, made }) => {
      const kept: string[] = [];
      for (const failing of [false, true]) {
        for (const request of [
          { type: 'application/json', text: JSON.stringify(json), base64: false },
          { type: PROTOBUF, text: base64(protobufRequest(signal, made)), base64: true },
          { type: PROTOBUF, text: base64(Buffer.from(SECRET)), base64: true },
          { type: 'application/json', text: SECRET, base64: false },
          { type: 'application/json', text: JSON.stringify({ resourceLogs: SECRET }), base64: false },
        ]) {
          kept.push(await post(signal, request, failing, kept));
        }
      }
      for (const text of [...kept, output]) {
        expect(text).not.toContain('nobody may see');
        expect(Buffer.from(text, 'base64').toString()).not.toContain('nobody may see');
      }
      // The capture works: what may be logged is there.
      expect(output).toContain('"service":"accept-telemetry"');
    },
  );

  it('is in no record, and in no letter that could become a dead one', async () => {
    const intake = setUpTelemetry();
    for (const { signal, made } of requests) {
      const body = gzipSync(protobufRequest(signal, made));
      await intake.post(`/v1/${signal}`, body, { 'content-encoding': 'gzip' });
    }
    await intake.recordSpans();
    await intake.record();
    const records = await intake.records();
    expect(records).toHaveLength(1);
    const all = JSON.stringify([records, intake.queues, intake.telemetry.lines]);
    expect(all).not.toContain('nobody may see');
  });
});

async function post(
  signal: 'logs' | 'traces',
  { type, text, base64: isBase64Encoded }: { type: string; text: string; base64: boolean },
  failing: boolean,
  kept: string[],
): Promise<string> {
  const send = async (bodies: readonly string[]) => {
    kept.push(...bodies);
    return bodies.map(
      (): SendOutcome => (failing ? { kind: 'failed', error: new Error('unavailable') } : { kind: 'sent' }),
    );
  };
  const handler = createHandler({
    sendUsage: send,
    sendSpans: send,
    witnesses: new InMemoryWitnessStore(),
    hearSources: async () => {},
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    clock: () => NOON,
    telemetry: createTelemetry('accept-telemetry', 'test'),
  });
  const event = httpEvent({
    method: 'POST',
    path: `/v1/${signal}`,
    headers: { 'content-type': type },
    body: text,
    isBase64Encoded,
    scopes: ['ingest:users'],
  });
  return JSON.stringify(await handler(event, lambdaContext()));
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
