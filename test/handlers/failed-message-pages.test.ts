import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_DEAD_LETTERS_PER_WALK } from '@token-ledger/core';
import { createHandler } from '../../functions/manage-failures/handler.ts';
import { answered } from '../support/answered.ts';
import { failedMessages } from '../support/failed-messages.ts';
import { NOON } from '../support/records.ts';

function failures(keyByte: number, deps: ReturnType<typeof failedMessages>) {
  const handler = createHandler({ ...deps, signingKey: async () => new Uint8Array(32).fill(keyByte) });
  return (query: Record<string, string> = {}) =>
    answered(handler, { method: 'GET', path: '/v1/failed-messages', query, scopes: ['admin'] });
}

describe('the list of failed messages', () => {
  let deps: ReturnType<typeof failedMessages>;
  beforeEach(() => {
    deps = failedMessages();
  });

  it('is incomplete with one more dead letter than it shows', async () => {
    const { bulk } = deps.queues;
    const list = failures(7, deps);
    const listed = async () => {
      const { messages, complete, deadLetters } = (await list()).body;
      return [messages.length, complete, deadLetters.bulk.waiting];
    };
    for (let index = 0; index < MAX_DEAD_LETTERS_PER_WALK; index += 1) bulk.add('no usage');
    expect(await listed()).toEqual([1000, true, 1000]);
    bulk.add('no usage');
    expect(await listed()).toEqual([1000, false, 1001]);
  });

  it('accepts only its own cursors: none made up, altered, of another list or another deployment', async () => {
    for (const id of ['a#1', 'b#2'])
      await deps.store.quarantine({ id, receivedAtMs: NOON, reason: 'too_old', problems: [], record: '{}' });
    const list = failures(7, deps);
    const { nextCursor } = (await list({ limit: '1' })).body;
    expect((await list({ cursor: nextCursor })).body.messages).toMatchObject([
      { id: `quarantine.20261121.${Buffer.from('b#2').toString('base64url')}` },
    ]);

    const altered = `${nextCursor.slice(0, -1)}${nextCursor.endsWith('A') ? 'B' : 'A'}`;
    const made = `quarantine.20261121.${Buffer.from('a#1').toString('base64url')}`;
    const cursors = [
      altered,
      nextCursor.slice(4),
      made,
      Buffer.from(made).toString('base64url'),
      '',
      '__proto__',
    ];
    const queries = [...cursors.map((cursor) => ({ cursor })), { cursor: nextCursor, place: 'quarantine' }];
    const refused = { statusCode: 400, body: { code: 'invalid_request', errors: [{ path: '/cursor' }] } };
    for (const query of queries) expect(await list(query)).toMatchObject(refused);
    expect(await failures(8, deps)({ cursor: nextCursor })).toMatchObject(refused);
  });
});
