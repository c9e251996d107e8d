import { beforeEach, describe, expect, it } from '@jest/globals';
import { conflictsResponse, MAX_CONFLICT_RANGE_DAYS } from '@token-ledger/contract';
import { type Conflict, DAY_MS, iso } from '@token-ledger/core';
import { answered } from '../support/answered.ts';
import { AuditedLedger } from '../support/audited-ledger.ts';
import { checkedQuality } from '../support/checked-quality.ts';
import { NOON, usageRecord } from '../support/records.ts';

const FROM = { from: iso(NOON - DAY_MS) };

function conflict(id: string, changes: Partial<Conflict> = {}): Conflict {
  const { tokens, model, status, occurredAtMs, receivedAtMs } = usageRecord();
  const side = { requestId: 'req_1', tokens, model, status, occurredAtMs, receivedAtMs };
  return {
    id,
    accessKeyId: 'ak_1',
    reason: 'user',
    receivedAtMs: NOON,
    recorded: { ...side, userId: 'u_1', revision: 2 },
    reported: { ...side, userId: 'u_2', otherName: 'msg_1' },
    ...changes,
  };
}

describe('GET /v1/conflicts', () => {
  let ledger: AuditedLedger;
  beforeEach(() => {
    ledger = new AuditedLedger();
  });

  const get = (query: Record<string, string>) =>
    answered(checkedQuality(ledger), { method: 'GET', path: '/v1/conflicts', scopes: ['admin'], query });

  it('shows both sides of each, and nothing that could be content', async () => {
    await ledger.store.putConflict(conflict('c1'));
    const { statusCode, body } = await get(FROM);
    expect(statusCode).toBe(200);
    expect(conflictsResponse.parse(body)).toEqual(body);
    const tokens = { ...usageRecord().tokens, total: 1650, effective: 1500 };
    const side = {
      requestId: 'req_1',
      occurredAt: iso(NOON),
      receivedAt: iso(NOON + 50),
      model: 'claude-sonnet-5-5',
      status: 'ok',
      source: 'direct',
      tokens,
    };
    expect(body).toEqual({
      asOf: iso(NOON),
      range: { ...FROM, to: iso(NOON + 1) },
      conflicts: [
        {
          id: 'c1',
          reason: 'user',
          receivedAt: iso(NOON),
          accessKeyId: 'ak_1',
          recorded: { ...side, userId: 'u_1', revision: 2 },
          reported: { ...side, userId: 'u_2', otherName: 'msg_1' },
        },
      ],
    });
  });

  it('goes on where the page before ended, and only in the same list', async () => {
    for (const id of ['a', 'b', 'c']) await ledger.store.putConflict(conflict(id));
    const first = await get({ ...FROM, limit: '2' });
    expect(first.body.conflicts.map(({ id }: Conflict) => id)).toEqual(['a', 'b']);
    const cursor: string = first.body.nextCursor;
    const second = await get({ ...FROM, limit: '2', cursor });
    expect(second.body.conflicts.map(({ id }: Conflict) => id)).toEqual(['c']);
    expect(second.body).not.toHaveProperty('nextCursor');
    for (const other of [
      { accessKeyId: 'ak_1' },
      { from: iso(NOON - 1) },
      { cursor: `A${cursor.slice(1)}` },
    ]) {
      const { statusCode, body } = await get({ ...FROM, cursor, ...other });
      expect([statusCode, body.errors[0].path]).toEqual([400, '/cursor']);
    }
  });

  it('shows those of one access key', async () => {
    await ledger.store.putConflict(conflict('a'));
    await ledger.store.putConflict(conflict('b', { accessKeyId: 'ak_2' }));
    const { body } = await get({ ...FROM, accessKeyId: 'ak_2' });
    expect(body.conflicts).toMatchObject([{ id: 'b' }]);
  });

  it('is asked for so many days, and no millisecond more', async () => {
    const from = NOON - MAX_CONFLICT_RANGE_DAYS * DAY_MS;
    const to = iso(NOON);
    expect((await get({ from: iso(from), to })).statusCode).toBe(200);
    expect(await get({ from: iso(from - 1), to })).toMatchObject({
      statusCode: 400,
      body: { errors: [{ path: '/to' }] },
    });
  });

  it.each([
    ['nothing', {}, '/from'],
    ['a page that is too large', { ...FROM, limit: '501' }, '/limit'],
    ['what is not known', { ...FROM, userId: 'u_1' }, '/userId'],
    ['a future', { from: iso(NOON + 2) }, '/from'],
  ])('refuses %s', async (_, query, path) => {
    const { statusCode, body } = await get(query);
    expect([statusCode, body.errors[0].path]).toEqual([400, path]);
  });
});
