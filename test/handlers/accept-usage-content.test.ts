import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NOBODY_DISABLED } from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  InMemoryIdempotencyStore,
  InMemoryUsageQueue,
} from '@token-ledger/in-memory';
import { createHandler } from '../../functions/accept-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createTelemetry } from '../../functions/shared/telemetry.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { LIMITS, ledgerOver } from '../support/ledger-over.ts';

const SECRET = 'the prompt nobody may see';

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

const USAGE = { input_tokens: 1, output_tokens: 2 };
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  model: 'claude-sonnet-5-5',
  content: [{ type: 'text', text: SECRET }],
  stop_details: { explanation: SECRET },
  usage: { ...USAGE, notes: SECRET },
};

describe('content that is sent all the same', () => {
  it.each<[string, number, unknown]>([
    ['in a message', 202, { message: MESSAGE }],
    ['in many messages', 202, { records: [{ message: MESSAGE }, { message: { ...MESSAGE, id: 'msg_2' } }] }],
    [
      'in fields that carry content',
      400,
      { message: MESSAGE, prompt: SECRET, messages: [{ content: SECRET }] },
    ],
    ['in the names of fields', 400, { message: MESSAGE, [SECRET]: 1 }],
    [
      'in a field of another type',
      400,
      { message: MESSAGE, maxTokens: SECRET, occurredAt: SECRET, status: SECRET },
    ],
    ['in the metadata', 400, { message: MESSAGE, metadata: { prompt: SECRET, [`${SECRET}\n`]: SECRET } }],
    ['in place of a record', 400, { records: [SECRET, [SECRET]] }],
    ['beside the records', 400, { records: [{ message: MESSAGE }], system: SECRET, [SECRET]: SECRET }],
    ['in place of the request', 400, JSON.stringify(SECRET)],
    ['in what is no JSON', 400, `{"message": ${SECRET}}`],
    ['in what is no UTF-8', 400, Buffer.concat([Buffer.from(SECRET), Buffer.of(0xff)])],
    ['compressed', 202, gzipSync(JSON.stringify({ message: MESSAGE }))],
  ])('%s is in no log, no queue, no store and no answer', async (_, status, body) => {
    for (const failing of [false, true]) {
      const { answered, kept } = await post(body, failing);
      expect(answered.statusCode).toBe(failing && status === 202 ? 503 : status);
      for (const text of [JSON.stringify(answered), kept, output])
        expect(text).not.toContain('nobody may see');
    }
    // The capture works: what may be logged is there.
    expect(output).toContain('"service":"accept-usage"');
  });
});

async function post(body: unknown, failing: boolean) {
  const step = async <T>(_: string, effect: () => T) => {
    const answer = effect();
    if (failing) throw new Error('unavailable');
    return answer;
  };
  const queue = new InMemoryUsageQueue({ step });
  const store = createInMemoryLedgerStore({ step });
  const handler = createHandler({
    queue,
    ledger: ledgerOver(store),
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    idempotency: new InMemoryIdempotencyStore(),
    asyncProcessing: true,
    qualityMetrics: true,
    events: NO_EVENTS,
    hearSources: async () => {},
    telemetry: createTelemetry('accept-usage', 'test'),
  });
  const bytes = Buffer.isBuffer(body);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answered = await handler(
    httpEvent({
      method: 'POST',
      path: '/v1/usage',
      headers: {
        'content-type': 'application/vnd.token-ledger+json',
        ...(bytes && body[0] === 0x1f && { 'content-encoding': 'gzip' }),
      },
      body: bytes ? body.toString('base64') : text,
      isBase64Encoded: bytes,
      scopes: ['ingest'],
    }),
    lambdaContext(),
  );
  const records = failing ? [] : [await store.getRecord({ accessKeyId: 'ak_caller', requestId: 'msg_1' })];
  return { answered, kept: JSON.stringify([queue.sent('live'), queue.sent('bulk'), records]) };
}
