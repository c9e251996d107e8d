import { describe, expect, it } from '@jest/globals';
import { MAX_NAMES_PER_LOOKUP } from '@token-ledger/contract';
import { DAY_MS, recordUsage, type Scope } from '@token-ledger/core';
import { createInMemoryLedgerStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/query-records/handler.ts';
import { answered } from '../support/answered.ts';
import { ledgerOver } from '../support/ledger-over.ts';
import { recordingTelemetry } from '../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { shownIds } from '../support/shown-ids.ts';

const PATH = '/v1/records/lookup';

async function lookups({ retention = { retentionDays: 90 }, lateLimitDays = 35 } = {}) {
  const ledger = { ...ledgerOver(createInMemoryLedgerStore(), () => NOON), retention };
  const handler = createHandler({
    ledger,
    lateLimitDays,
    ...shownIds({ clock: ledger.clock }),
    signingKey: async () => new Uint8Array(32),
    telemetry: recordingTelemetry(),
  });
  await recordUsage(ledger, [
    usageRecord({ requestId: 'req_1', otherName: 'msg_1', accessKeyId: 'ak_1' }),
    usageRecord({ requestId: 'req_1', accessKeyId: 'ak_2' }),
    usageRecord({ requestId: 'req_2', accessKeyId: 'ak_3' }),
  ]);
  const ask = (json: unknown, scopes: readonly Scope[] = ['read'], accessKeyId = 'ak_reader') =>
    answered(handler, { method: 'POST', path: PATH, json, scopes, principal: { accessKeyId } });
  return { ask, store: ledger.store };
}

describe('POST /v1/records/lookup', () => {
  it('returns under which access keys calls are counted, by either of their names', async () => {
    const { ask } = await lookups();
    const { statusCode, body } = await ask({ names: ['req_1', 'msg_1', 'req_2', 'req_3', 'req_1'] });
    expect(statusCode).toBe(200);
    expect(body.asOf).toBe(new Date(NOON).toISOString());
    expect(body.held).toEqual([
      { name: 'req_1', accessKeyIds: ['ak_1', 'ak_2'], hiddenKeys: 0 },
      { name: 'msg_1', accessKeyIds: ['ak_1'], hiddenKeys: 0 },
      { name: 'req_2', accessKeyIds: ['ak_3'], hiddenKeys: 0 },
    ]);
  });

  it('names no other access key to one that only reports its own usage', async () => {
    const { ask } = await lookups();
    const names = ['req_1', 'req_2'];
    for (const scope of ['ingest', 'ingest:users'] as const) {
      expect((await ask({ names }, [scope], 'ak_2')).body.held).toEqual([
        { name: 'req_1', accessKeyIds: ['ak_2'], hiddenKeys: 1 },
        { name: 'req_2', accessKeyIds: [], hiddenKeys: 1 },
      ]);
    }
    const { body } = await ask({ names }, ['ingest', 'ingest:any'], 'ak_2');
    expect(body.held).toContainEqual({ name: 'req_2', accessKeyIds: ['ak_3'], hiddenKeys: 0 });
  });

  it('counts an erased call as held: it never counts again', async () => {
    const { ask, store } = await lookups();
    await store.eraseRecord({ requestId: 'req_2', accessKeyId: 'ak_3' }, 'u_1');
    const { body } = await ask({ names: ['req_2'] });
    expect(body.held).toEqual([{ name: 'req_2', accessKeyIds: ['ak_3'], hiddenKeys: 0 }]);
  });

  it('says since when usage is accepted: by the late limit, or by what is frozen', async () => {
    const recent = await lookups();
    expect((await recent.ask({ names: [] })).body).toMatchObject({
      acceptedFrom: new Date(NOON - 35 * DAY_MS).toISOString(),
      held: [],
    });
    const widened = await lookups({ retention: { retentionDays: 90 }, lateLimitDays: 730 });
    expect((await widened.ask({ names: [] })).body).toMatchObject({
      acceptedFrom: new Date(NOON - 87 * DAY_MS).toISOString(),
    });
  });

  it('takes as many names as the limit says, and not one more', async () => {
    const { ask } = await lookups();
    const names = Array.from({ length: MAX_NAMES_PER_LOOKUP }, (_, index) => `req_${index}`);
    expect((await ask({ names })).body.held).toHaveLength(2);
    const { statusCode, body } = await ask({ names: [...names, 'req_more'] });
    expect(statusCode).toBe(400);
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ path: '/names' }] });
  });

  it('has room for the largest names, however they are escaped', async () => {
    const { ask } = await lookups();
    const names = Array.from({ length: MAX_NAMES_PER_LOOKUP }, (_, index) => 'ü'.repeat(125) + index);
    const escaped = JSON.stringify({ names }).replaceAll('ü', String.raw`\u00fc`);
    expect(escaped.length).toBeLessThan(500_000);
    expect((await ask({ names })).statusCode).toBe(200);
  });

  it.each([
    [{}],
    [{ names: 'req_1' }],
    [{ names: [1] }],
    [{ names: ['-'] }],
    [{ names: [''] }],
    [{ names: ['x'.repeat(129)] }],
  ])('refuses %j', async (json) => {
    const { ask } = await lookups();
    expect((await ask(json)).statusCode).toBe(400);
  });
});
