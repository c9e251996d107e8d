import { describe, expect, it } from '@jest/globals';
import {
  exportRequestSchema,
  parseBudgetRequest,
  parseReportRequest,
  parseUsageRecord,
  statisticsQuery,
  toProblems,
} from '@token-ledger/contract';
import * as z from 'zod/mini';

const RECORD = { requestId: 'r', model: 'm', accessKeyId: 'ak_1', usage: { input_tokens: 1 } };

function messageFor(field: string): string | undefined {
  const parsed = parseUsageRecord({ ...RECORD, [field]: 1 });
  return parsed.ok ? undefined : parsed.problems.find(({ code }) => code === 'unknown_field')?.message;
}

describe('an unknown field of a record', () => {
  it.each([
    ['user_id', 'userId'],
    ['UserID', 'userId'],
    ['user-id', 'userId'],
    ['user', 'userId'],
    ['usrId', 'userId'],
    ['uesrId', 'userId'],
    ['request_id', 'requestId'],
    ['reqestId', 'requestId'],
    ['id', 'requestId'],
    ['api_key_id', 'accessKeyId'],
    ['access_key', 'accessKeyId'],
    ['occurred_at', 'occurredAt'],
    ['timestamp', 'occurredAt'],
    ['stop_reason', 'stopReason'],
    ['max_tokens', 'maxTokens'],
    ['modle', 'model'],
    ['model_', 'model'],
    ['models', 'model'],
    ['feature_', 'feature'],
    ['labels', 'metadata'],
    ['input_tokens', 'usage.input_tokens'],
    ['cacheReadInputTokens', 'usage.cache_read_input_tokens'],
  ])('%s is answered with %s', (field, similar) => {
    expect(messageFor(field)).toBe(`is not a known field. Did you mean ${similar}?`);
  });

  it.each(['zzz', 'cost', 'region', 'x', '_', 'constructor', 'm'.repeat(100), 'user_id_of_the_customer'])(
    '%s is answered with no field that it is not like',
    (field) => {
      expect(messageFor(field)).toBe('is not a known field');
    },
  );

  it('names nothing of the sender where problems are kept', () => {
    const parsed = parseUsageRecord({ ...RECORD, user_id: 1 }, { problemsAreKept: true });
    expect(parsed).toMatchObject({
      problems: [{ path: '/*', message: 'is not a known field. Did you mean userId?' }],
    });
  });

  it('is compared only if it is among the first twenty, which bounds the time of a request', () => {
    const fields = Array.from({ length: 21 }, (_, index) => ['user_id'.padEnd(7 + index, '_'), 0]);
    const unknown = Object.fromEntries(fields) as Record<string, number>;
    const schema = z.strictObject({ userId: z.optional(z.string()) });
    const issues = z.safeParse(schema, unknown).error?.issues ?? [];
    const messages = toProblems(issues, unknown, '', undefined, [schema]).map(({ message }) => message);
    expect(messages.filter((message) => message.endsWith('userId?'))).toHaveLength(20);
    expect(messages).toHaveLength(21);
  });
});

describe('an unknown field of another request', () => {
  const problemsOf = (schema: z.ZodMiniType, document: object) => {
    const issues = z.safeParse(schema, document).error?.issues ?? [];
    return toProblems(issues, document, '', undefined, [schema]).map(({ path, message }) => [path, message]);
  };

  it('is compared with the fields of its place', () => {
    const from = '2026-11-20T00:00:00Z';
    expect(problemsOf(exportRequestSchema, { from, record_fields: [], filter: { min_tokens: 1 } })).toEqual([
      ['/filter/min_tokens', 'is not a known field. Did you mean minTokens?'],
      ['/record_fields', 'is not a known field. Did you mean recordFields?'],
    ]);
    expect(problemsOf(statisticsQuery, { from, modles: 'x' })).toEqual([
      ['/modles', 'is not a known field. Did you mean models?'],
    ]);
  });

  it('is compared with those of budgets and reports', () => {
    const budget = parseBudgetRequest({ treshold: [50] });
    const report = parseReportRequest({ statistics_fields: [], delivery: { topics: true } });
    const messages = [budget, report].flatMap((parsed) =>
      'problems' in parsed ? parsed.problems.map(({ message }) => message) : [],
    );
    for (const name of ['thresholds', 'statisticsFields', 'topic'])
      expect(messages).toContain(`is not a known field. Did you mean ${name}?`);
  });
});
