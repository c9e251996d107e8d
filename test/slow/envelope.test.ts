import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import {
  MAX_INFLATED_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_RECORDS_PER_MESSAGE,
  PACKED_MESSAGE_BYTES,
  packMessages,
  parseEnvelope,
  parseUsageRecord,
  toWireRecord,
  type WireRecord,
} from '@token-ledger/contract';
import { MAX_TOKENS_PER_COUNTER } from '@token-ledger/core';
import fc from 'fast-check';
import { reportedUsage } from '../support/arbitrary-usage.ts';

const RECEIVED_AT_MS = Date.UTC(2026, 10, 21, 12);
const deflated = (text: string) => deflateSync(text).toString('base64');
const body = (envelope: unknown) => JSON.stringify(envelope);

async function problems(text: string): Promise<string[]> {
  const parsed = await parseEnvelope(text);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
}

describe('a message of the queue', () => {
  const records = [{ requestId: 'a' }, { requestId: 'b' }];
  const manyFields = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, 0]));

  it('holds a list of records, one record by itself, or a compressed list', async () => {
    const [plain, alone] = [body({ v: 1, records }), body(records[0])];
    expect(await parseEnvelope(plain)).toEqual({ ok: true, records, characters: plain.length });
    expect(await parseEnvelope(alone)).toEqual({ ok: true, records: [records[0]], characters: alone.length });
    const packed = body({ v: 1, z: deflated(body(records)) });
    const characters = packed.length + body(records).length;
    expect(await parseEnvelope(packed)).toEqual({ ok: true, records, characters });
  });

  it('may say when its records were received', async () => {
    expect(await parseEnvelope(body({ v: 1, records, receivedAt: 0 }))).toMatchObject({ receivedAtMs: 0 });
    expect(await problems(body({ v: 1, records, receivedAt: 'now' }))).toEqual(['/receivedAt wrong_type']);
    expect(await problems(body({ v: 1, records, receivedAt: -1 }))).toEqual(['/receivedAt out_of_range']);
  });

  it.each([
    ['is not JSON', 'usage', ' wrong_type'],
    ['is empty', '', ' wrong_type'],
    ['is a list', '[]', ' wrong_type'],
    ['has another version', body({ v: 2, records }), '/v not_allowed'],
    ['has no version', body({ records }), '/v required'],
    ['has neither records nor z', body({ v: 1 }), ' conflicting_fields'],
    ['has both', body({ v: 1, records, z: deflated('[1]') }), ' conflicting_fields'],
    ['has a field of another kind', body({ v: 1, records, prompt: 'x' }), '/* content_refused'],
    ['has records that are no list', body({ v: 1, records: {} }), '/records wrong_type'],
    ['has a z that is not base64', body({ v: 1, z: '%' }), '/z invalid_format'],
    ['has a z that is not deflated', body({ v: 1, z: 'AAAA' }), '/z invalid_format'],
    ['has a z that breaks off', body({ v: 1, z: deflated(body(records)).slice(0, 16) }), '/z invalid_format'],
    [
      'has a z that is not UTF-8',
      body({ v: 1, z: deflateSync(Buffer.of(0xff)).toString('base64') }),
      '/z invalid_format',
    ],
    ['has a z that is no list', body({ v: 1, z: deflated('{}') }), '/z invalid_format'],
    ['nests too deeply', '['.repeat(200_000), ' invalid_length'],
    [
      'unfolds to what nests too deeply',
      body({ v: 1, z: deflated('['.repeat(4_000_000)) }),
      '/z invalid_length',
    ],
    [
      'unfolds to too many values',
      body({ v: 1, z: deflated(`[${'0,'.repeat(2_000_000)}0]`) }),
      '/z invalid_length',
    ],
    ['has many fields of no message', body({ v: 1, ...manyFields }), ' conflicting_fields|/* unknown_field'],
  ])('is refused as a whole when it %s', async (_, text, problem) => {
    expect((await problems(text)).toSorted()).toEqual(problem.split('|'));
  });

  it('holds 1 to 500 records', async () => {
    const many = (count: number) => Array.from({ length: count }, () => 1);
    expect(await problems(body({ v: 1, records: many(MAX_RECORDS_PER_MESSAGE) }))).toEqual([]);
    expect(await problems(body({ v: 1, records: many(MAX_RECORDS_PER_MESSAGE + 1) }))).toEqual([
      '/records invalid_length',
    ]);
    expect(await problems(body({ v: 1, records: [] }))).toEqual(['/records invalid_length']);
    expect(await problems(body({ v: 1, z: deflated(body(many(MAX_RECORDS_PER_MESSAGE + 1))) }))).toEqual([
      '/z invalid_length',
    ]);
    expect(await problems(body({ v: 1, z: deflated('[]') }))).toEqual(['/z invalid_length']);
  });

  it('has at most 256 KB', async () => {
    const padded = (bytes: number) => `{"v":1,"records":[1]${' '.repeat(bytes - 21)}}`;
    expect(await problems(padded(MAX_MESSAGE_BYTES))).toEqual([]);
    expect(await problems(padded(MAX_MESSAGE_BYTES + 1))).toEqual([' invalid_length']);
  });

  it('unfolds to at most 5 MB, for any size it claims', async () => {
    const padded = (bytes: number) => deflated(`[1${' '.repeat(bytes - 3)}]`);
    expect(await problems(body({ v: 1, z: padded(MAX_INFLATED_BYTES) }))).toEqual([]);
    expect(await problems(body({ v: 1, z: padded(MAX_INFLATED_BYTES + 1) }))).toEqual(['/z invalid_format']);
    expect(await problems(body({ v: 1, z: padded(150_000_000) }))).toEqual(['/z invalid_format']);
  });
});

describe('packing', () => {
  const bytesOf = (text: string) => Buffer.byteLength(text);

  it('puts every record into exactly one message, in order, and unpacks to the same records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(reportedUsage, { maxLength: 200 }), async (usages) => {
        const messages = packMessages(usages.map(toWireRecord), RECEIVED_AT_MS);
        expect(messages.flatMap(({ indexes }) => indexes)).toEqual([...usages.keys()]);
        for (const { body: text, indexes } of messages) {
          expect(bytesOf(text)).toBeLessThanOrEqual(PACKED_MESSAGE_BYTES);
          const envelope = await parseEnvelope(text);
          if (!envelope.ok) throw new Error(JSON.stringify(envelope.problems));
          expect(envelope.receivedAtMs).toBe(RECEIVED_AT_MS);
          expect(envelope.records.map((json) => parseUsageRecord(json))).toEqual(
            indexes.map((index) => ({ ok: true, usage: usages[index] })),
          );
        }
      }),
      { numRuns: 30 },
    );
  });

  it('fills messages to the byte', () => {
    const empty = bytesOf(packMessages([wire('')], RECEIVED_AT_MS)[0]?.body ?? '');
    const fitting = wire('x'.repeat(PACKED_MESSAGE_BYTES - 2 * empty + bytesOf(frame()) - 1));
    expect(packMessages([wire(''), fitting], RECEIVED_AT_MS).map(({ body: text }) => bytesOf(text))).toEqual([
      PACKED_MESSAGE_BYTES,
    ]);
    const tooLong = wire(`${fitting.userId}x`);
    expect(packMessages([wire(''), tooLong], RECEIVED_AT_MS)).toHaveLength(2);
  });

  it('puts at most 500 records into a message', () => {
    const small = Array.from({ length: 501 }, () => ({}) as WireRecord);
    expect(packMessages(small, RECEIVED_AT_MS).map(({ indexes }) => indexes.length)).toEqual([500, 1]);
    expect(packMessages([], RECEIVED_AT_MS)).toEqual([]);
  });

  it('gives the largest possible record a message of its own that the queue still accepts', async () => {
    const name = '"'.repeat(128);
    const counters = {
      input_tokens: MAX_TOKENS_PER_COUNTER,
      output_tokens: MAX_TOKENS_PER_COUNTER,
      cache_creation_input_tokens: MAX_TOKENS_PER_COUNTER,
      cache_read_input_tokens: MAX_TOKENS_PER_COUNTER,
      cache_creation: { ephemeral_5m_input_tokens: 2 ** 38, ephemeral_1h_input_tokens: 2 ** 38 },
    };
    const largest = {
      requestId: '\u20ac'.repeat(128),
      accessKeyId: name,
      userId: name,
      model: name,
      feature: name,
      endpoint: name,
      stopReason: name,
      metadata: { a: '"'.repeat(1023) },
      usage: {
        ...counters,
        service_tier: name,
        inference_geo: name,
        speed: name,
        iterations: Array.from({ length: 128 }, () => ({ type: name, model: name, ...counters })),
      },
    };
    const parsed = parseUsageRecord(largest);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const messages = packMessages([wire(''), toWireRecord(parsed.usage), wire('')], RECEIVED_AT_MS);
    expect(messages.map(({ indexes }) => indexes)).toEqual([[0], [1], [2]]);
    expect(await problems(messages[1]?.body ?? '')).toEqual([]);
  });

  function frame(): string {
    return `{"v":1,"receivedAt":${RECEIVED_AT_MS},"records":[]}`;
  }

  function wire(userId: string): WireRecord & { readonly userId: string } {
    return { requestId: 'r', accessKeyId: 'k', userId, model: 'm', status: 'ok', usage: {} };
  }
});
