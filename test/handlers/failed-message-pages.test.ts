import { beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_DEAD_LETTERS_PER_WALK, NOBODY_DISABLED } from '@token-ledger/core';
import { InMemoryDeadLetterQueue, InMemoryLedgerStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/manage-failures/handler.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { recordedAudit } from '../support/recorded-audit.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON } from '../support/records.ts';
import { shownIds } from '../support/shown-ids.ts';

const PATH = '/v1/failed-messages';

function failures(keyByte: number, bulk: InMemoryDeadLetterQueue, store: InMemoryLedgerStore) {
  const clock = () => NOON;
  const handler = createHandler({
    queues: {
      live: new InMemoryDeadLetterQueue({ clock }),
      bulk,
      spans: new InMemoryDeadLetterQueue({ clock }),
      notifications: new InMemoryDeadLetterQueue({ clock }),
    },
    store,
    retention: () => ({ retentionDays: 90 }),
    limits: { lateLimitDays: 35, maxTokensPerRecord: 1e8 },
    disabledIds: async () => NOBODY_DISABLED,
    readNames: shownIds().readNames,
    signingKey: async () => new Uint8Array(32).fill(keyByte),
    clock,
    audit: recordedAudit(),
    telemetry: recordingTelemetry(),
  });
  return async (query: Record<string, string> = {}) => {
    const event = httpEvent({ method: 'GET', path: PATH, query, scopes: ['admin'] });
    const { statusCode, body } = await handler(event, lambdaContext());
    return { statusCode, body: JSON.parse(body ?? '') };
  };
}

describe('the list of failed messages', () => {
  let bulk: InMemoryDeadLetterQueue;
  let store: InMemoryLedgerStore;

  beforeEach(() => {
    bulk = new InMemoryDeadLetterQueue({ clock: () => NOON });
    store = new InMemoryLedgerStore();
  });

  it('is incomplete with one more dead letter than it shows', async () => {
    const list = failures(7, bulk, store);
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
      await store.quarantine({ id, receivedAtMs: NOON, reason: 'too_old', problems: [], record: '{}' });
    const list = failures(7, bulk, store);
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
    expect(await failures(8, bulk, store)({ cursor: nextCursor })).toMatchObject(refused);
  });
});
