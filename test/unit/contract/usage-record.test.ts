import { describe, expect, it } from '@jest/globals';
import {
  MAX_ITERATIONS,
  MAX_OCCURRED_AT_MS,
  type ProblemCode,
  parseUsageRecord,
  toWireRecord,
} from '@token-ledger/contract';
import { effectiveTokens, totalTokens } from '@token-ledger/core';
import fc from 'fast-check';
import { reportedUsage } from '../../support/arbitrary-usage.ts';
import { accepted, problems, RECORD, USAGE } from './support/parsed-record.ts';

describe('a usage record', () => {
  it('of the documented form is read completely', () => {
    const usage = accepted(RECORD);
    expect(usage).toEqual({
      requestId: 'req_011CXyz',
      occurredAtMs: Date.UTC(2026, 10, 21, 10, 15, 30, 123),
      accessKeyId: 'ak_01',
      userId: 'u_42',
      model: 'claude-sonnet-5-5',
      feature: 'chat_completion',
      endpoint: '/v1/messages',
      stopReason: 'end_turn',
      temperature: 0.2,
      maxTokens: 1024,
      status: 'ok',
      tokens: {
        input: 1000,
        output: 500,
        cacheCreation5m: 0,
        cacheCreation1h: 0,
        cacheCreationUnattributed: 100,
        cacheRead: 50,
      },
      metadata: { team: 'search' },
    });
    expect(totalTokens(usage.tokens)).toBe(1650);
    expect(effectiveTokens(usage.tokens)).toBe(1500);
  });

  it('needs only an identity, an access key, a model and a usage', () => {
    const { requestId, accessKeyId, model } = RECORD;
    const usage = accepted({ requestId, accessKeyId, model, usage: { output_tokens: 5 } });
    expect(usage).toMatchObject({ requestId, accessKeyId, model, status: 'ok' });
    expect(Object.keys(usage).toSorted()).toEqual(['accessKeyId', 'model', 'requestId', 'status', 'tokens']);
    expect(problems({})).toEqual([
      '/usage required',
      '/model required',
      '/accessKeyId required',
      '/requestId missing_identity',
    ]);
  });

  it('keeps what became of a fallback credit, and nothing else of it', () => {
    const status = { type: 'not_applied', reason: 'expired', remove_to_redeem: ['a secret field'] };
    const usage = accepted({ ...RECORD, usage: { ...USAGE, fallback_credit: { status } } });
    expect(usage).toEqual({ ...accepted(RECORD), fallbackCredit: 'not_applied' });
    for (const nothing of [null, {}, { status: null }, { status: { type: null } }])
      expect(accepted({ ...RECORD, usage: { ...USAGE, fallback_credit: nothing } })).toEqual(
        accepted(RECORD),
      );
    expect(problems({ ...RECORD, usage: { ...USAGE, fallback_credit: { status: 'redeemed' } } })).toEqual([
      '/usage/fallback_credit/status wrong_type',
    ]);
  });

  it('may name who pays; the organization that made the call is the usual one, and not kept', () => {
    expect(accepted({ ...RECORD, billedTo: 'user_profile' })).toEqual({
      ...accepted(RECORD),
      billedTo: 'user_profile',
    });
    expect(accepted({ ...RECORD, billedTo: 'organization' })).toEqual(accepted(RECORD));
    expect(problems({ ...RECORD, billedTo: 'self' })).toEqual(['/billedTo not_allowed']);
  });

  it('takes null for missing', () => {
    const { requestId, accessKeyId, model, usage } = RECORD;
    const nulls = Object.fromEntries(Object.keys(RECORD).map((field) => [field, null]));
    expect(accepted({ ...nulls, requestId, accessKeyId, model, usage, message: null })).toEqual(
      accepted({ requestId, accessKeyId, model, usage }),
    );
  });

  it.each([null, 5, 'record', [RECORD], true])('is not %p', (json) => {
    expect(problems(json)).toEqual([' wrong_type']);
  });

  it('reports every problem at once, each with its path below that of the record', () => {
    const wrong = {
      requestId: 7,
      occurredAt: 'yesterday',
      model: '',
      status: 'fine',
      temperature: -0.1,
      extra: 1,
      usage: {
        input_tokens: 1.5,
        cache_creation_input_tokens: 1,
        cache_creation: { ephemeral_5m_input_tokens: 2 },
        iterations: [{ type: 'message', output_tokens: -1 }],
      },
      metadata: { team: 5 },
    };
    expect(problems(wrong, { path: '/records/7' })).toEqual([
      '/records/7/requestId wrong_type',
      '/records/7/occurredAt invalid_format',
      '/records/7/model invalid_length',
      '/records/7/temperature out_of_range',
      '/records/7/status not_allowed',
      '/records/7/usage/input_tokens out_of_range',
      '/records/7/usage/iterations/0/output_tokens out_of_range',
      '/records/7/metadata/team wrong_type',
      '/records/7/extra unknown_field',
      '/records/7/accessKeyId required',
      '/records/7/usage/cache_creation inconsistent_counts',
    ]);
  });

  it('reports the first 20 problems and how many more there are', () => {
    const unknown = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, 1]));
    expect(problems({ ...RECORD, ...unknown(20) })).toHaveLength(20);
    const parsed = parseUsageRecord({ ...RECORD, ...unknown(22) });
    expect(parsed.ok ? [] : parsed.problems.slice(20)).toEqual([
      { path: '', code: 'too_many_problems', message: 'has 2 more problems' },
    ]);
  });

  it('never throws, for any value', () => {
    const fields = fc.constantFrom(...Object.keys(RECORD), 'message', 'content', '__proto__', 'extra');
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(fields, fc.jsonValue())), (json) => {
        expect(parseUsageRecord(json)).toHaveProperty('ok');
        expect(parseUsageRecord({ ...RECORD, usage: json, metadata: json })).toHaveProperty('ok');
      }),
    );
  });

  it('stays the same when it is written for the queue and read again', () => {
    fc.assert(
      fc.property(reportedUsage, (usage) => {
        expect(accepted(JSON.parse(JSON.stringify(toWireRecord(usage))))).toEqual(usage);
      }),
    );
  });
});

describe('the limits of a record', () => {
  it.each([
    ['a counter of 2^40', { usage: { input_tokens: 2 ** 40 } }],
    ['a counter of 0', { usage: { input_tokens: 0 } }],
    ['a text of 128 bytes', { feature: 'x'.repeat(128) }],
    ['a text of 128 bytes in 64 characters', { feature: 'é'.repeat(64) }],
    ['a request id of 128 characters', { requestId: 'é'.repeat(128) }],
    ['16 pairs of metadata', { metadata: pairs(16) }],
    ['1,024 bytes of metadata', { metadata: { a: 'é'.repeat(511), b: '' } }],
    ['no metadata in an object', { metadata: {} }],
    ['128 iterations', { usage: { ...USAGE, iterations: iterations(MAX_ITERATIONS) } }],
    ['a temperature of 2', { temperature: 2 }],
    ['a maximum of 0 tokens', { maxTokens: 0 }],
    ['milliseconds since the epoch', { occurredAt: 1_795_256_130_123 }],
    ['the last millisecond of the year 9999', { occurredAt: MAX_OCCURRED_AT_MS }],
    ['an offset other than UTC', { occurredAt: '2026-11-21T11:15:30+01:00' }],
    ['a leap day', { occurredAt: '2028-02-29T00:00:00Z' }],
  ])('allow %s', (_, part) => {
    expect(problems({ ...RECORD, ...part })).toEqual([]);
  });

  it.each<[string, object, `${string} ${ProblemCode}`]>([
    ['a counter of 2^40 + 1', { usage: { input_tokens: 2 ** 40 + 1 } }, '/usage/input_tokens out_of_range'],
    ['a counter of 2^53', { usage: { input_tokens: 2 ** 53 } }, '/usage/input_tokens out_of_range'],
    ['a counter of -1', { usage: { input_tokens: -1 } }, '/usage/input_tokens out_of_range'],
    ['half a token', { usage: { output_tokens: 0.5 } }, '/usage/output_tokens out_of_range'],
    ['a counter as text', { usage: { output_tokens: '5' } }, '/usage/output_tokens wrong_type'],
    ['an empty text', { feature: '' }, '/feature invalid_length'],
    ['a text of 129 bytes', { feature: 'x'.repeat(129) }, '/feature invalid_length'],
    ['a text of 130 bytes in 65 characters', { feature: 'é'.repeat(65) }, '/feature invalid_length'],
    ['a request id of 129 characters', { requestId: 'x'.repeat(129) }, '/requestId invalid_length'],
    ['17 pairs of metadata', { metadata: pairs(17) }, '/metadata invalid_length'],
    ['1,025 bytes of metadata', { metadata: { a: 'é'.repeat(512) } }, '/metadata invalid_length'],
    [
      '129 iterations',
      { usage: { ...USAGE, iterations: iterations(MAX_ITERATIONS + 1) } },
      '/usage/iterations invalid_length',
    ],
    ['a temperature above 2', { temperature: 2.01 }, '/temperature out_of_range'],
    ['an instant beyond the year 9999', { occurredAt: MAX_OCCURRED_AT_MS + 1 }, '/occurredAt out_of_range'],
    ['an instant without its offset', { occurredAt: '2026-11-21T10:15:30' }, '/occurredAt invalid_format'],
    ['a day that does not exist', { occurredAt: '2026-02-29T00:00:00Z' }, '/occurredAt invalid_format'],
    ['a control character', { userId: 'u\u0000' }, '/userId invalid_characters'],
    ['a control character of Latin-1', { userId: 'u\u0085' }, '/userId invalid_characters'],
    ['a lone surrogate', { userId: 'u\ud800' }, '/userId invalid_characters'],
    ['what SQS would refuse', { metadata: { note: 'u\uffff' } }, '/metadata/note invalid_characters'],
    ['a dash for an access key', { accessKeyId: '-' }, '/accessKeyId reserved_value'],
    ['a dash for a user', { userId: '-' }, '/userId reserved_value'],
    ['a dash for a feature', { feature: '-' }, '/feature reserved_value'],
    ['a dash for a request id', { requestId: '-' }, '/requestId reserved_value'],
    [
      'a pair named __proto__',
      { metadata: JSON.parse('{"__proto__":"x"}') },
      '/metadata/__proto__ not_allowed',
    ],
    ['usage of no known counter', { usage: { prompt_tokens: 5 } }, '/usage required'],
    ['priority, which is of the request', { priority: 'bulk' }, '/priority unknown_field'],
  ])('refuse %s', (_, part, problem) => {
    expect(problems({ ...RECORD, ...part })).toEqual([problem]);
  });
});

describe('the detail of a record', () => {
  it('says that only the totals are known', () => {
    expect(accepted({ ...RECORD, detail: 'totals' })).toMatchObject({ detail: 'totals' });
    expect(accepted({ ...RECORD, detail: null })).not.toHaveProperty('detail');
    expect(problems({ ...RECORD, detail: 'complete' })).toEqual(['/detail not_allowed']);
  });
});

describe('the source of a record', () => {
  it('says how the call was captured, and is left out if it is the default', () => {
    expect(accepted({ ...RECORD, source: 'gateway' })).toEqual({ ...accepted(RECORD), source: 'gateway' });
    for (const source of ['direct', null]) expect(accepted({ ...RECORD, source })).toEqual(accepted(RECORD));
    expect(problems({ ...RECORD, source: 'fax' })).toEqual(['/source not_allowed']);
  });

  it.each(['claude_code', 'anthropic_span', 'span'])('%s has totals only, said or not', (source) => {
    const thin = { source, detail: 'totals' };
    expect(accepted({ ...RECORD, source })).toMatchObject(thin);
    expect(accepted({ ...RECORD, ...thin })).toMatchObject(thin);
  });

  it.each(['client', 'gateway', 'transcript', 'batch_results', 'litellm', 'langfuse', 'symfony', 'import'])(
    '%s has totals only if it says so',
    (source) => {
      expect(accepted({ ...RECORD, source })).not.toHaveProperty('detail');
      expect(accepted({ ...RECORD, source, detail: 'totals' })).toMatchObject({ source, detail: 'totals' });
    },
  );
});

function pairs(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
}

function iterations(count: number) {
  return Array.from({ length: count }, () => ({ type: 'message', model: null, output_tokens: 1 }));
}
