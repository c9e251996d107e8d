import { describe, expect, it } from '@jest/globals';
import { parseNotificationMessage } from '@token-ledger/contract';
import { parseAccessKey } from '@token-ledger/core';
import { verifySecret } from '@token-ledger/secrets';
import { allPages } from '../support/all-pages.ts';
import { pathsOf } from '../support/answered.ts';
import { managedAccess } from '../support/managed-access.ts';
import { NOON } from '../support/records.ts';

const KEYS = '/v1/access-keys';
const KEY = '/v1/access-keys/{id}';
const ROTATE = '/v1/access-keys/{id}/rotate';
const HOUR_SECONDS = 3600;

async function setUp() {
  const access = managedAccess();
  const created = await access.call('POST', KEYS, { body: { name: 'search', scopes: ['ingest'] } });
  const { id, accessKey } = created.body as { id: string; accessKey: string };
  const isValid = async (printed: string) =>
    verifySecret(
      await access.directory.getAccessKey(id),
      parseAccessKey(printed)?.secret ?? '',
      access.now(),
    );
  return { ...access, created, id, accessKey, isValid };
}

describe('creating an access key', () => {
  it('shows its secret once, and stores only hashes', async () => {
    const { created, id, accessKey, call, directory, isValid, telemetry } = await setUp();
    expect(created).toMatchObject({
      statusCode: 201,
      headers: { location: `${KEYS}/${id}`, 'cache-control': 'no-store' },
      body: { name: 'search', scopes: ['ingest'], disabled: false, createdAt: '2026-11-21T12:00:00.000Z' },
    });
    expect(parseAccessKey(accessKey)?.id).toBe(id);
    expect(await isValid(accessKey)).toBe(true);

    const key = await directory.getAccessKey(id);
    const secret = parseAccessKey(accessKey)?.secret ?? '';
    const output = [await call('GET', KEYS), await call('GET', KEY, { id }), telemetry.lines];
    for (const hidden of [secret, key?.secretHash ?? '', key?.salt ?? '']) {
      expect(hidden).not.toBe('');
      expect(JSON.stringify(output)).not.toContain(hidden);
    }
    expect(JSON.stringify(key)).not.toContain(secret);
  });

  it.each([
    ['nothing', {}, ['/name', '/scopes']],
    ['no scope', { name: 'a', scopes: [] }, ['/scopes']],
    ['an unknown scope', { name: 'a', scopes: ['read', 'root'] }, ['/scopes/1']],
    ['a scope twice', { name: 'a', scopes: ['read', 'read'] }, ['/scopes']],
    ['a name of 129 bytes', { name: `${'x'.repeat(127)}é`, scopes: ['read'] }, ['/name']],
    ['the owner none', { name: 'a', scopes: ['read'], ownerUserId: '-' }, ['/ownerUserId']],
    ['own usage of nobody', { name: 'a', scopes: ['ingest', 'read:own'] }, ['/ownerUserId']],
    ['an unknown field', { name: 'a', scopes: ['read'], secret: 'mine' }, ['/secret']],
  ])('refuses %s', async (_, body, paths) => {
    const { call } = managedAccess();
    const answer = await call('POST', KEYS, { body });
    expect([answer.statusCode, answer.body.code]).toEqual([400, 'invalid_request']);
    expect(pathsOf(answer.body)).toEqual(paths);
    expect((await call('GET', KEYS)).body).toEqual({ accessKeys: [] });
  });

  it.each([{ scopes: ['read:own'], ownerUserId: 'u_1' }, { scopes: ['read:own', 'read'] }])(
    'lets a key read own usage when it is known whose: %j',
    async (part) => {
      const { statusCode } = await managedAccess().call('POST', KEYS, { body: { name: 'a', ...part } });
      expect(statusCode).toBe(201);
    },
  );

  it('takes a name of 128 bytes', async () => {
    const body = { name: `${'x'.repeat(126)}é`, scopes: ['read'] };
    expect((await managedAccess().call('POST', KEYS, { body })).statusCode).toBe(201);
  });
});

describe('rotating an access key', () => {
  it('keeps the old secret valid for a day by default', async () => {
    const { call, id, accessKey, isValid, advance } = await setUp();
    const { statusCode, body } = await call('POST', ROTATE, { id });
    expect([statusCode, body.previousValidUntil, body.rotatedAt]).toEqual([
      200,
      '2026-11-22T12:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
    ]);
    expect(body.accessKey).not.toBe(accessKey);
    advance(24 * HOUR_SECONDS * 1000 - 1);
    expect([await isValid(accessKey), await isValid(body.accessKey)]).toEqual([true, true]);
    advance(1);
    expect([await isValid(accessKey), await isValid(body.accessKey)]).toEqual([false, true]);
  });

  it('ends the old secret at once without an overlap', async () => {
    const { call, id, accessKey, isValid } = await setUp();
    const { body } = await call('POST', ROTATE, { id, body: { overlapSeconds: 0 } });
    expect(body).not.toHaveProperty('previousValidUntil');
    expect([await isValid(accessKey), await isValid(body.accessKey)]).toEqual([false, true]);
  });

  it('ends the secret before the previous one at once', async () => {
    const { call, id, accessKey, isValid } = await setUp();
    const second = (await call('POST', ROTATE, { id })).body.accessKey as string;
    const third = (await call('POST', ROTATE, { id })).body.accessKey as string;
    const valid = [await isValid(accessKey), await isValid(second), await isValid(third)];
    expect(valid).toEqual([false, true, true]);
  });

  it.each([
    [0, 200],
    [604_800, 200],
    [604_801, 400],
    [-1, 400],
    [0.5, 400],
    ['1', 400],
  ])('answers an overlap of %j seconds with %d', async (overlapSeconds, status) => {
    const { call, id } = await setUp();
    expect((await call('POST', ROTATE, { id, body: { overlapSeconds } })).statusCode).toBe(status);
  });
});

describe('changing an access key', () => {
  it('replaces name, scopes, owner and whether it is disabled, and keeps its secret', async () => {
    const { call, id, accessKey, isValid, advance, directory } = await setUp();
    advance(1000);
    const body = { name: 'other', scopes: ['read'], ownerUserId: 'u_1', disabled: true };
    const changed = { ...body, id, disabledAt: '2026-11-21T12:00:01.000Z' };
    expect(await call('PUT', KEY, { id, body })).toMatchObject({ statusCode: 200, body: changed });
    advance(1000);
    expect((await call('PUT', KEY, { id, body })).body).toMatchObject(changed);
    expect(await isValid(accessKey)).toBe(true);
    expect((await directory.getDisabledIds()).accessKeys).toEqual(new Map([[id, NOON + 1000]]));

    const { ownerUserId: _owner, ...enabled } = { ...body, disabled: false };
    const again = (await call('PUT', KEY, { id, body: enabled })).body;
    expect(again).not.toHaveProperty('disabledAt');
    expect(again).not.toHaveProperty('ownerUserId');
    expect((await directory.getDisabledIds()).accessKeys.size).toBe(0);
  });

  it('requires the field `disabled`', async () => {
    const { call, id } = await setUp();
    const { statusCode, body } = await call('PUT', KEY, { id, body: { name: 'a', scopes: ['read'] } });
    expect([statusCode, body.errors[0].path]).toEqual([400, '/disabled']);
  });

  it.each([
    { scopes: ['admin'], disabled: true },
    { scopes: ['read'], disabled: false },
  ])('does not let a key lock itself out by %j', async (change) => {
    const { call, id } = await setUp();
    const answer = await call('PUT', KEY, { id, callerId: id, body: { name: 'a', ...change } });
    expect([answer.statusCode, answer.body.code]).toEqual([409, 'own_access_key']);
    expect((await call('GET', KEY, { id })).body).toMatchObject({ scopes: ['ingest'], disabled: false });
  });

  it('gives up when others change it again and again', async () => {
    const { call, id, directory } = await setUp();
    directory.replaceAccessKey = async () => false;
    const { statusCode, body } = await call('POST', ROTATE, { id });
    expect([statusCode, body.code, body.retryable]).toEqual([409, 'changed_meanwhile', true]);
  });

  it('answers 404 for a key that does not exist', async () => {
    const { call } = managedAccess();
    const body = { name: 'a', scopes: ['read'], disabled: false };
    for (const answer of [
      await call('GET', KEY, { id: 'ak_1' }),
      await call('PUT', KEY, { id: 'ak_1', body }),
      await call('POST', ROTATE, { id: 'ak_1' }),
    ]) {
      expect([answer.statusCode, answer.body.code]).toEqual([404, 'access_key_not_found']);
    }
  });
});

describe('listing access keys', () => {
  it('shows the names of owners and the hour of the last use', async () => {
    const { call, directory } = managedAccess();
    await directory.createUser({ id: 'u_1', name: 'Ada', createdAtMs: NOON, disabled: false, revision: 1 });
    for (const ownerUserId of ['u_1', 'u_unknown']) {
      await call('POST', KEYS, { body: { name: 'a', scopes: ['read'], ownerUserId } });
    }
    const [first, second] = (await call('GET', KEYS)).body.accessKeys;
    await directory.touchLastUsed(first.id, NOON);
    expect((await call('GET', KEYS)).body.accessKeys).toEqual([
      { ...first, lastUsedHour: '2026-11-21T12:00:00.000Z' },
      second,
    ]);
    expect(new Set([first.ownerName, second.ownerName])).toEqual(new Set(['Ada', undefined]));
  });

  it('pages through thousands, each once', async () => {
    const { call, directory } = managedAccess();
    const { body } = await call('POST', KEYS, { body: { name: 'a', scopes: ['read'] } });
    const created = await directory.getAccessKey(body.id);
    if (created === undefined) throw new Error('The key was not stored.');
    const further = Array.from({ length: 2499 }, (_, index) => ({
      ...created,
      id: `${created.id}_${String(index).padStart(4, '0')}`,
    }));
    for (const key of further) await directory.createAccessKey(key);
    const pages = await allPages(
      async (cursor) => (await call('GET', KEYS, { query: { limit: '1000', ...cursor } })).body,
    );
    const ids = pages.map(({ accessKeys }) => accessKeys.map(({ id }: { id: string }) => id));
    expect(ids.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(ids.flat()).toEqual([created, ...further].map(({ id }) => id));
  });

  it.each([{ limit: '0' }, { limit: '1001' }, { limit: 'x' }, { cursor: 'made up' }, { offset: '-1' }])(
    'refuses %j',
    async (query) => {
      const { statusCode, body } = await managedAccess().call('GET', KEYS, { query });
      expect([statusCode, body.errors.length]).toEqual([400, 1]);
    },
  );

  it('refuses a cursor that was tampered with, or belongs to another list', async () => {
    const { call, directory } = await setUp();
    await call('POST', KEYS, { body: { name: 'a', scopes: ['read'] } });
    for (const id of ['u_1', 'u_2']) {
      await directory.createUser({ id, name: 'a', createdAtMs: NOON, disabled: false, revision: 1 });
    }
    const { nextCursor } = (await call('GET', KEYS, { query: { limit: '1' } })).body;
    const users = (await call('GET', '/v1/users', { query: { limit: '1' } })).body;
    const flipped = `${nextCursor.slice(0, -2)}${nextCursor.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const cursor of [flipped, users.nextCursor]) {
      expect((await call('GET', KEYS, { query: { cursor } })).statusCode).toBe(400);
    }
  });
});

describe('events of access keys', () => {
  const idsOf = (events: { readonly queued: readonly { readonly detail: { readonly eventId: string } }[] }) =>
    events.queued.map(({ detail }) => detail.eventId);
  const change = (disabled: boolean) => ({ name: 'search', scopes: ['ingest'], disabled });

  it('say what happened to which key and when, and neither secrets nor names', async () => {
    const { id, call, events, directory, advance, accessKey } = await setUp();
    advance(1000);
    await call('POST', ROTATE, { id, body: { overlapSeconds: 60 } });
    advance(1000);
    await call('PUT', KEY, { id, body: change(true) });
    expect(events.queued.map(({ type, detail }) => [type, detail])).toEqual([
      [
        'accessKeyCreated',
        {
          version: 1,
          eventId: `access_key_created_${id}`,
          accessKeyId: id,
          scopes: ['ingest'],
          createdAt: '2026-11-21T12:00:00.000Z',
        },
      ],
      [
        'accessKeyRotated',
        {
          version: 1,
          eventId: `access_key_rotated_${id}_2`,
          accessKeyId: id,
          rotatedAt: '2026-11-21T12:00:01.000Z',
          previousValidUntil: '2026-11-21T12:01:01.000Z',
        },
      ],
      [
        'accessKeyDisabled',
        {
          version: 1,
          eventId: `access_key_disabled_${id}_3`,
          accessKeyId: id,
          disabledAt: '2026-11-21T12:00:02.000Z',
        },
      ],
    ]);
    expect(JSON.stringify(events.queued)).not.toContain(parseAccessKey(accessKey)?.secret);
    expect(await directory.listWaitingEvents()).toEqual([]);
  });

  it('are sent when a key becomes disabled, and not when it stays so or is changed otherwise', async () => {
    const { id, call, events } = await setUp();
    for (const disabled of [false, true, true, false, true])
      await call('PUT', KEY, { id, body: change(disabled) });
    expect(idsOf(events).slice(1)).toEqual([`access_key_disabled_${id}_3`, `access_key_disabled_${id}_6`]);
  });

  it('wait with the change while the queue is down, which fails no request', async () => {
    const { id, call, events, directory, telemetry } = await setUp();
    events.state.isDown = true;
    expect((await call('POST', ROTATE, { id })).statusCode).toBe(200);
    const waiting = await directory.listWaitingEvents();
    expect(waiting.map((event) => event.id)).toEqual([`access_key_rotated_${id}_2`]);
    expect(parseNotificationMessage(waiting[0]?.body ?? '')).toMatchObject({
      events: [{ type: 'accessKeyRotated', detail: { accessKeyId: id } }],
    });
    expect(telemetry.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('are sent after the change, and wait until the queue has them: a function that is killed in between loses none', async () => {
    const steps: string[] = [];
    const { call } = managedAccess({
      step: async (operation, effect) => {
        steps.push(operation);
        return effect();
      },
      onSend: () => steps.push('send'),
    });
    await call('POST', KEYS, { body: { name: 'search', scopes: ['ingest'] } });
    const kept = ['createAccessKey', 'send', 'removeWaitingEvent'];
    expect(steps.filter((step) => kept.includes(step))).toEqual(kept);
  });

  it('neither wait nor are sent if they are off', async () => {
    const { call, events, directory } = managedAccess({ enabled: ['accessKeyDisabled'] });
    await call('POST', KEYS, { body: { name: 'search', scopes: ['ingest'] } });
    expect([events.queued, await directory.listWaitingEvents()]).toEqual([[], []]);
  });
});
