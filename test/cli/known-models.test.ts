import { beforeAll, describe, expect, it } from '@jest/globals';
import { SCOPES, type Scope } from '@token-ledger/core';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

describe('the models that a command asks for', () => {
  let scopes: readonly Scope[] = SCOPES;
  const machine = servedMachine({ callerOf: () => ({ scopes, principal: { scopes, ownerUserId: 'u_7' } }) });

  beforeAll(() =>
    machine.api.record(
      usageRecord({ requestId: 'req_1', occurredAtMs: NOON - 1, model: 'claude-opus-5-5' }),
      usageRecord({ requestId: 'req_2', occurredAtMs: NOON - 2, model: 'our-own-model' }),
    ),
  );

  it.each(['stats', 'top', 'trends', 'records list', 'export create'])(
    'are an error with what was probably intended where nothing used one, and it has no price: %s',
    async (command) => {
      const { code, out, err } = await machine.run(`${command} --last 7d --model opus`);
      expect([code, out]).toEqual([4, '']);
      expect(err).toContain('No usage in this range has the model "opus", and no price.');
      expect(err).toContain('Did you mean claude-opus-5-5 or claude-opus-');
      const { err: nothingLike } = await machine.run(`${command} --last 7d --model claude-opus-5-5,gpt`);
      expect(nothingLike).toContain('has the model "gpt"');
      expect(nothingLike).toContain('token-ledger top --by model');
    },
  );

  it.each([
    ['used without a price', 'our-own-model', '1 request'],
    ['used with a price', 'claude-opus-5-5', '1 request'],
    ['used by name among others', 'claude-opus-5-5,our-own-model', '2 requests'],
  ])('are counted: %s', async (_, models, requests) => {
    const { code, out } = await machine.run(`top --by model --last 7d --model ${models}`);
    expect([code, out]).toEqual([0, expect.stringContaining(`for ${requests}, `)]);
  });

  it('may have a price and no usage', async () => {
    const { code, out } = await machine.run('top --last 7d --model claude-haiku-5-5');
    expect([code, out]).toEqual([0, 'No usage in this range.\n']);
  });

  it('are passed on by a program, with a warning', async () => {
    const { code, out, err } = await machine.run('stats --last 7d --model opus --json');
    expect([code, out]).toEqual([0, '']);
    expect(err).toBe('No usage in this range has the model "opus", and no price.\n');
  });

  it('are passed on as they are for a caller who may not read prices', async () => {
    try {
      scopes = ['read:own'];
      const { code, err } = await machine.run('records list --last 7d --model opus');
      expect([code, err]).toEqual([0, '']);
    } finally {
      scopes = SCOPES;
    }
  });
});
