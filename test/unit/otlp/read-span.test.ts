import { describe, expect, it } from '@jest/globals';
import { decodeJson, decodeProtobuf, type Reading, readSpan } from '@token-ledger/otlp';
import {
  API_RESOURCE,
  API_SPAN,
  CLAUDE_CODE,
  jsonRequest,
  type Named,
  protobufRequest,
} from '../../support/telemetry.ts';

const AT_MS = Date.UTC(2026, 10, 21, 12);

function read(attributes: Named, { resource = API_RESOURCE, mayNameUsers = true, scope = '' } = {}): Reading {
  const made = { resource, scope, name: 'chat', atMs: AT_MS, entries: [attributes] };
  const [fromJson, fromProtobuf] = [
    ...decodeJson(jsonRequest('traces', made), 'traces'),
    ...decodeProtobuf(protobufRequest('traces', made), 'traces'),
  ].map((entry) => readSpan(entry, { mayNameUsers }));
  expect(fromJson).toEqual(fromProtobuf);
  return fromProtobuf as Reading;
}

function readRecord(attributes: Named, options?: Parameters<typeof read>[1]) {
  const reading = read(attributes, options);
  if (reading.kind !== 'record') throw new Error(`The span was ${reading.kind}.`);
  return reading.record;
}

const OTHER = { resource: { 'service.name': 'checkout' } };
const without = (...names: readonly string[]): Named =>
  Object.fromEntries(Object.entries(API_SPAN).filter(([name]) => !names.includes(name)));

describe('a span of Anthropic', () => {
  it('is a record of totals, whose input excludes the cache', () => {
    expect(readRecord(API_SPAN)).toEqual({
      requestId: 'req_1',
      messageId: 'msg_1',
      occurredAt: AT_MS,
      model: 'claude-opus-4-8',
      endpoint: '/v1/messages',
      stopReason: 'end_turn',
      status: 'ok',
      detail: 'totals',
      source: 'anthropic_span',
      usage: {
        input_tokens: 12,
        output_tokens: 150,
        cache_read_input_tokens: 3000,
        cache_creation_input_tokens: 400,
        cache_creation: { ephemeral_5m_input_tokens: 150, ephemeral_1h_input_tokens: 250 },
        service_tier: 'standard',
      },
      metadata: { workspace: 'wrkspc_1' },
    });
  });

  it('is known by the library that made it as well', () => {
    const options = { ...OTHER, scope: 'com.anthropic.claude-platform' };
    expect(readRecord(API_SPAN, options).source).toBe('anthropic_span');
  });

  it('adds what compaction used beside the message', () => {
    const compaction = {
      'anthropic.usage.compaction.input_tokens': 7000,
      'anthropic.usage.compaction.output_tokens': 80,
      'gen_ai.usage.reasoning.output_tokens': 20,
    };
    expect(readRecord({ ...API_SPAN, ...compaction }).usage).toMatchObject({
      input_tokens: 12,
      iterations: [{ type: 'compaction', input_tokens: 7000, output_tokens: 80 }],
      output_tokens_details: { thinking_tokens: 20 },
    });
  });

  it('without output is of a stream that broke off', () => {
    expect(readRecord(without('gen_ai.usage.output_tokens')).status).toBe('partial');
  });

  it('of a test of the destination, or of a call that failed, is ignored', () => {
    expect(read({})).toEqual({ kind: 'ignored' });
    expect(read({ 'anthropic.request.id': 'req_1' })).toEqual({ kind: 'ignored' });
  });

  it('may have one name, but not none', () => {
    expect(readRecord(without('gen_ai.response.id'))).not.toHaveProperty('messageId');
    expect(readRecord(without('anthropic.request.id'))).toMatchObject({ messageId: 'msg_1' });
    expect(read(without('anthropic.request.id', 'gen_ai.response.id'))).toEqual({
      kind: 'rejected',
      reason: 'missing_identity',
      source: 'anthropic_span',
      occurredAt: AT_MS,
    });
  });

  it('names the model that was asked for where the answer names none', () => {
    const attributes = { ...without('gen_ai.response.model'), 'gen_ai.request.model': 'claude-opus-4-7' };
    expect(readRecord(attributes).model).toBe('claude-opus-4-7');
  });
});

describe('a span of another program', () => {
  it('is one by the conventions for generative AI', () => {
    expect(readRecord(API_SPAN, OTHER).source).toBe('span');
    const old = { ...without('gen_ai.provider.name'), 'gen_ai.system': 'Anthropic' };
    expect(readRecord(old, OTHER).source).toBe('span');
  });

  it.each(['aws.bedrock', 'gcp.vertex_ai'])('is one of %s, if the model is one of Anthropic', (provider) => {
    const attributes = { ...API_SPAN, 'gen_ai.provider.name': provider };
    expect(readRecord(attributes, OTHER).source).toBe('span');
    const other = { ...attributes, 'gen_ai.response.model': 'nova-pro' };
    expect(read(other, OTHER)).toEqual({ kind: 'ignored' });
  });

  it('keeps no split that is more than its total', () => {
    const attributes = { ...API_SPAN, 'gen_ai.usage.cache_write.input_tokens': 399 };
    expect(readRecord(attributes, OTHER).usage).not.toHaveProperty('cache_creation');
  });

  it.each<[string, Named, object?]>([
    ['another provider', { ...API_SPAN, 'gen_ai.provider.name': 'openai' }],
    ['no provider', without('gen_ai.provider.name')],
    ['Claude Code, whose events say the same', API_SPAN, { resource: CLAUDE_CODE }],
  ])('is ignored if it is of %s', (_, attributes, options = OTHER) => {
    expect(read(attributes, options)).toEqual({ kind: 'ignored' });
  });

  it.each([
    ['gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_read.input_tokens'],
    ['gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.cache_read_input_tokens'],
  ])('may call cache writes %s', (written, readFromCache) => {
    const split = Object.keys(API_SPAN).filter((name) => name.includes('cache'));
    const attributes = { ...without(...split), [written]: 400, [readFromCache]: 3000 };
    expect(readRecord(attributes, OTHER).usage).toEqual({
      input_tokens: 12,
      output_tokens: 150,
      cache_read_input_tokens: 3000,
      cache_creation_input_tokens: 400,
      service_tier: 'standard',
    });
  });

  it('whose input is less than its cache counts input without the cache', () => {
    const attributes = { ...API_SPAN, 'gen_ai.usage.input_tokens': 12 };
    expect(readRecord(attributes, OTHER).usage.input_tokens).toBe(12);
  });

  it('names the person, if the access key may name users', () => {
    const named = { resource: { ...OTHER.resource, 'enduser.id': 'u_1' } };
    expect(readRecord(API_SPAN, named).userId).toBe('u_1');
    expect(readRecord(API_SPAN, { ...named, mayNameUsers: false })).not.toHaveProperty('userId');
  });
});
