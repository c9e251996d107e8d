import { describe, expect, it } from '@jest/globals';
import { MAX_ITERATIONS, MAX_RECORD_FIELDS, parseUsageRecord } from '@token-ledger/contract';

const RECORD = {
  requestId: 'req_1',
  accessKeyId: 'ak_1',
  model: 'claude-sonnet-5-5',
  usage: { input_tokens: 1 },
};
const MANY = 200_000;

function problems(part: object): string[] {
  const parsed = parseUsageRecord({ ...RECORD, ...part });
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
}

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 0]));
const bad = (count: number) => Array.from({ length: count }, () => 0);

describe('a record of more parts than a schema can look at', () => {
  it.each<[string, object, string]>([
    ['pairs of metadata', { metadata: numbered(MANY) }, '/metadata invalid_length'],
    ['iterations', { usage: { input_tokens: 1, iterations: bad(MANY) } }, '/usage/iterations invalid_length'],
    [
      'iterations of a message',
      {
        usage: null,
        model: null,
        message: { model: 'm', usage: { input_tokens: 1, iterations: bad(MANY) } },
      },
      '/message/usage/iterations invalid_length',
    ],
    ['fields', numbered(MANY), ' invalid_length'],
    ['counters', { usage: { ...numbered(MANY), output_tokens: -1 } }, '/usage/output_tokens out_of_range'],
  ])('is refused for its %s', (_, part, problem) => {
    expect(problems(part)).toEqual([problem]);
  });

  it('has everything else that is wrong with it reported as well', () => {
    expect(problems({ metadata: numbered(MANY), temperature: -1, extra: 1 })).toEqual([
      '/metadata invalid_length',
      '/temperature out_of_range',
      '/extra unknown_field',
    ]);
  });

  it.each([
    ['fields', MAX_RECORD_FIELDS - Object.keys(RECORD).length, numbered],
    [
      'iterations',
      MAX_ITERATIONS,
      (count: number) => ({ usage: { input_tokens: 1, iterations: bad(count) } }),
    ],
  ] as const)('is judged one by one up to the limit of its %s', (_, limit, make) => {
    expect(problems(make(limit)).length).toBeGreaterThan(1);
    expect(problems(make(limit + 1))).toHaveLength(1);
  });
});
