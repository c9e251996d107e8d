import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { NOBODY_DISABLED } from '@token-ledger/core';
import { environment } from '../../functions/record-usage/contract.ts';
import { readMessage } from '../../functions/record-usage/read-messages.ts';
import { LIMITS } from '../support/ledger-over.ts';
import { sqsEvent } from '../support/sqs-event.ts';

const RECORD = { requestId: 'r', model: 'm', usage: { input_tokens: 1 } };

/** The queue of the event is called `live`. */
async function read(body: unknown, defaultAccessKeys?: Record<string, string>) {
  const [message] = sqsEvent(body).Records;
  if (!message) throw new Error('There is no message.');
  const rules = {
    limits: LIMITS,
    disabled: NOBODY_DISABLED,
    ...(defaultAccessKeys && { defaultAccessKeys }),
  };
  const result = await readMessage(message, rules);
  if (!('admitted' in result)) throw new Error('The message is unreadable.');
  return {
    keys: result.admitted.map(({ record }) => record.accessKeyId),
    refused: result.refused.map(({ reason, problems }) => [reason, problems[0]?.path]),
  };
}

describe('a record in the queue that names no access key', () => {
  it('counts for the key that the queue stands for', async () => {
    const named = { ...RECORD, requestId: 's', accessKeyId: 'ak_own' };
    const body = { v: 1, records: [RECORD, named, { ...RECORD, requestId: 't', accessKeyId: null }] };
    expect(await read(body, { live: 'ak_live', bulk: 'ak_bulk' })).toEqual({
      keys: ['ak_live', 'ak_own', 'ak_live'],
      refused: [],
    });
    expect(await read(RECORD, { live: 'ak_live' })).toEqual({ keys: ['ak_live'], refused: [] });
  });

  it.each([[undefined], [{}], [{ bulk: 'ak_bulk' }]])(
    'is set aside without such a key (%j)',
    async (keys) => {
      expect(await read(RECORD, keys)).toEqual({ keys: [], refused: [['invalid_record', '/accessKeyId']] });
    },
  );
});

it('reads the keys of queues from the environment', () => {
  const { DEFAULT_ACCESS_KEYS: keys } = environment.shape;
  expect(keys.parse('{"token-ledger-dev-live":"ak_1"}')).toEqual({ 'token-ledger-dev-live': 'ak_1' });
  for (const wrong of ['', '{', '{"live":""}', '{"live":1}'])
    expect(keys.safeParse(wrong).success).toBe(false);
});

it('counts the documented message', async () => {
  const page = readFileSync('docs/queue.md', 'utf8');
  const [, body] = /--message-body '(\{.*?\})'\n```/s.exec(page) ?? [];
  expect(await read(body)).toEqual({ keys: ['ak_01'], refused: [] });
});
