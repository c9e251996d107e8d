import { describe, expect, it } from '@jest/globals';
import { type IntakeRules, judgeRecord, type RecordContext } from '@token-ledger/contract';
import { DAY_MS, NOBODY_DISABLED } from '@token-ledger/core';
import { NOON } from '../../support/records.ts';

const DISABLED = {
  accessKeys: new Map([['ak_1', NOON - DAY_MS]]),
  users: new Map([['u_1', NOON - DAY_MS]]),
};
const rules: IntakeRules = {
  limits: { lateLimitDays: 35, maxTokensPerRecord: 15 },
  disabled: NOBODY_DISABLED,
};
const record = {
  requestId: 'req_1',
  occurredAt: NOON - 1,
  accessKeyId: 'ak_1',
  userId: 'u_1',
  model: 'claude-sonnet-5-5',
  usage: { input_tokens: 10, output_tokens: 5 },
};
const OLD = { occurredAt: NOON - 35 * DAY_MS - 1 };
const HUGE = { usage: { input_tokens: 11, output_tokens: 5 } };

const judge = (json: unknown, context: RecordContext = {}, changed: Partial<IntakeRules> = {}) =>
  judgeRecord(json, context, NOON, { ...rules, ...changed });
/** The code of a rejection with the codes and paths of its problems. */
function rejection(...args: Parameters<typeof judge>) {
  const judged = judge(...args);
  if (judged.kind === 'admitted') return judged.kind;
  return [judged.code, ...judged.problems.map(({ code, path }) => `${code} ${path}`)];
}

describe('the judgement of a record', () => {
  it('admits a record as reported, and as the ledger holds it', () => {
    const { occurredAt, usage: _, ...fields } = record;
    const reported = { ...fields, occurredAtMs: occurredAt, status: 'ok' };
    expect(judge(record)).toMatchObject({
      kind: 'admitted',
      reported,
      record: { ...reported, receivedAtMs: NOON },
    });
    expect(judge(record)).not.toHaveProperty('unknownFigures');
  });

  it('admits a record with figures that are not known, and names them', () => {
    const usage = { ...record.usage, audio_input_tokens: 3 };
    expect(judge({ ...record, usage })).toMatchObject({
      kind: 'admitted',
      unknownFigures: ['audio_input_tokens'],
    });
  });

  it.each([
    ['an invalid record', { ...record, model: 7 }, ['invalid_record', 'wrong_type /records/3/model']],
    ['one that is too old', { ...record, ...OLD }, ['too_old', 'too_old /records/3/occurredAt']],
    [
      'one of too many tokens',
      { ...record, ...HUGE },
      ['too_many_tokens', 'too_many_tokens /records/3/usage'],
    ],
    ['null', null, ['invalid_record', 'wrong_type /records/3']],
  ])('rejects %s', (_, json, rejected) => {
    expect(rejection(json, { path: '/records/3' })).toEqual(rejected);
  });

  it('rejects a record whose access key and user are disabled, naming both fields', () => {
    expect(rejection(record, {}, { disabled: DISABLED })).toEqual([
      'disabled',
      'disabled /accessKeyId',
      'disabled /userId',
    ]);
  });

  it('rejects what the caller may not report, as invalid if it is that as well', () => {
    const reporter = {
      accessKeyId: 'ak_2',
      userId: 'u_1',
      mayReportForOthers: false,
      mayReportAnyUser: false,
    };
    expect(rejection(record, { reporter })).toEqual(['not_permitted', 'not_permitted /accessKeyId']);
    expect(rejection({ ...record, model: 7 }, { reporter })).toEqual([
      'invalid_record',
      'wrong_type /model',
      'not_permitted /accessKeyId',
    ]);
  });

  it('has the report itself of every valid record, so that it can be kept', () => {
    for (const json of [
      { ...record, ...OLD },
      { ...record, ...HUGE },
    ])
      expect(judge(json)).toMatchObject({ kind: 'rejected', reported: { requestId: 'req_1' } });
    expect(judge({ ...record, model: 7 })).not.toHaveProperty('reported');
  });

  it('has one reason: invalid before too old, too old before too many tokens, and disabled last', () => {
    const disabled = { disabled: DISABLED };
    const all = { ...record, ...OLD, ...HUGE };
    expect(rejection({ ...all, model: 7 }, {}, disabled)[0]).toBe('invalid_record');
    expect(rejection(all, {}, disabled)[0]).toBe('too_old');
    expect(rejection({ ...record, ...HUGE }, {}, disabled)[0]).toBe('too_many_tokens');
  });
});
