import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { AccessKeyPrincipal, Scope } from '@token-ledger/core';
import fc from 'fast-check';
import { own, record } from '../support/accepted-usage.ts';
import { attacks } from '../support/attack-runs.ts';
import { frontDoor } from '../support/front-door.ts';
import { anyJson, hostileText, mutated } from '../support/hostile-json.ts';

/*
 * Random attacks on the front door: whatever one caller sends, every other record is counted, in the name of its own access key
 * and once, no request is answered as a defect, and nothing that could be content or a secret is kept or repeated.
 */

const VALID = {
  requestId: 'req_1',
  messageId: 'msg_1',
  occurredAt: '2026-11-21T11:59:30.123Z',
  accessKeyId: 'ak_own',
  userId: 'u_own',
  model: 'claude-sonnet-5-5',
  feature: 'chat',
  endpoint: '/v1/messages',
  stopReason: 'end_turn',
  temperature: 0.5,
  maxTokens: 1024,
  status: 'ok',
  billedTo: 'organization',
  detail: 'totals',
  source: 'client',
  usage: {
    input_tokens: 10,
    output_tokens: 20,
    cache_creation_input_tokens: 5,
    cache_read_input_tokens: 6,
    cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 3 },
    output_tokens_details: { thinking_tokens: 4 },
    server_tool_use: { web_search_requests: 1, web_fetch_requests: 1 },
    service_tier: 'standard',
    inference_geo: 'us',
    speed: 'standard',
    iterations: [{ type: 'message', model: 'claude-sonnet-5-5', input_tokens: 10, output_tokens: 20 }],
    fallback_credit: { status: { type: 'not_applied' } },
  },
  metadata: { team: 'search', job: 'nightly' },
};
const BY_MESSAGE = {
  requestId: 'req_2',
  message: { id: 'msg_2', model: VALID.model, stop_reason: 'end_turn', usage: VALID.usage, content: [] },
};
const BY_EVENTS = {
  requestId: 'req_3',
  events: [
    { type: 'message_start', message: { id: 'msg_3', model: VALID.model, usage: VALID.usage } },
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'x' } },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 30 } },
    { type: 'message_stop' },
  ],
};

/** A record that is valid but for what was done to it. */
const hostileRecord = fc.oneof(
  { weight: 6, arbitrary: mutated(fc.constantFrom<unknown>(VALID, BY_MESSAGE, BY_EVENTS)) },
  { weight: 1, arbitrary: anyJson },
);
const scopes = fc.constantFrom<readonly Scope[]>(['ingest'], ['ingest:users'], ['ingest:any']);
const asyncProcessing = fc.boolean();

/** The bodies that a caller of the queue may make of records. */
const message = (records: fc.Arbitrary<unknown[]>) =>
  fc.oneof(
    records.map((list) => ({ v: 1, records: list })),
    records.map((list) => ({ v: 1, z: deflateSync(JSON.stringify(list)).toString('base64') })),
    records.map((list) => ({ records: list })),
    records.map(([first]) => first),
    mutated(records.map((list) => ({ v: 1, receivedAt: Date.UTC(2026, 10, 21, 12), records: list }))),
    fc.tuple(records, fc.nat()).map(([list, at]) => {
      const z = deflateSync(JSON.stringify(list)).toString('base64');
      return { v: 1, z: z.slice(0, at % z.length) };
    }),
    anyJson,
  );

describe('a record beside hostile ones', () => {
  it('is accepted and counted once over HTTP, whatever the others are', async () => {
    const good = ['good_1', 'good_2', 'good_3'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileRecord, { maxLength: 4 }),
        scopes,
        asyncProcessing,
        async (hostile, granted, isAsync) => {
          const door = frontDoor({ asyncProcessing: isAsync, principal: { scopes: granted } });
          const records = [record('good_1'), ...hostile, record('good_2'), record('good_3')];
          const { statusCode, body, text } = await door.post({ records });
          expect(statusCode).toBe(202);
          expect(body.failed).toBe(0);
          expect(text.length).toBeLessThan(100_000);
          const accepted = new Set(
            body.results.filter(({ status }) => status === 'accepted').map(({ index }) => index),
          );
          for (const index of [0, records.length - 2, records.length - 1])
            expect(accepted.has(index)).toBe(true);
          const consumed = await door.deliver();
          expect(consumed.batchItemFailures).toEqual([]);
          for (const id of good)
            expect(await door.store.getRecord(own(id))).toMatchObject({
              tokens: { input: 1000, output: 500 },
              userId: 'u_own',
            });
          // What was accepted is found by the name that the answer says, and nowhere else without the scope for it.
          for (const { requestId = '', status } of body.results) {
            const found = await door.store.findRecords(requestId);
            if (status === 'accepted') expect(found).not.toEqual([]);
            if (!granted.includes('ingest:any'))
              expect(found.filter(({ accessKeyId }) => accessKeyId !== 'ak_own')).toEqual([]);
          }
          // Statistics can still be computed and asked for.
          expect((await door.counted('all'))['*']?.requests).toBeGreaterThanOrEqual(3);
        },
      ),
      attacks(150),
    );
  });

  it('is counted from the queue, whatever the other messages are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message(fc.array(hostileRecord, { minLength: 1, maxLength: 3 })), { maxLength: 4 }),
        async (messages) => {
          const door = frontDoor();
          const good = (id: string) => ({ ...record(id), accessKeyId: 'ak_own' });
          const bodies = [good('good_1'), ...messages, { v: 1, records: [good('good_2')] }];
          const { batchItemFailures } = await door.consume(...bodies);
          const returned = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
          expect(returned.has('m0')).toBe(false);
          expect(returned.has(`m${bodies.length - 1}`)).toBe(false);
          // A defect comes again; a message that is not usage at all is handed back without one.
          expect(door.consumer.lines.filter(({ level }) => level === 'error')).toEqual([]);
          for (const id of ['good_1', 'good_2'])
            expect(await door.store.getRecord(own(id))).toMatchObject({ tokens: { input: 1000 } });
          expect((await door.counted('all'))['*']?.requests).toBeGreaterThanOrEqual(2);
        },
      ),
      attacks(150),
    );
  });
});

describe('the usage of an access key', () => {
  const ids = fc.constantFrom(
    'r_1',
    'r_2',
    'msg_1',
    'msg_2',
    'idem:ak_own:job:0',
    'idem:ak_evil:job:0',
    'ak_own:job:0',
    'R_1',
  );
  const report = fc.record(
    {
      requestId: ids,
      messageId: ids,
      accessKeyId: fc.constantFrom('ak_own', 'ak_evil', 'AK_OWN', 'ak_own '),
      userId: fc.constantFrom('u_own', 'u_evil', 'u_other'),
      model: fc.constantFrom('claude-sonnet-5-5', 'claude-haiku-4-5'),
      status: fc.constantFrom('ok', 'partial', 'error'),
      detail: fc.constantFrom('totals', null),
      source: fc.constantFrom('gateway', 'anthropic_span', 'direct'),
      billedTo: fc.constantFrom('organization', 'user_profile'),
      usage: fc.record({ input_tokens: fc.constantFrom(0, 1, 1_000_000, 2e8), output_tokens: fc.nat(9) }),
      occurredAt: fc.constantFrom('2026-11-21T11:59:59Z', '2026-11-21T12:00:01Z', '2026-10-18T00:00:00Z'),
    },
    { requiredKeys: ['model', 'usage'] },
  );
  const request = fc.record({
    records: fc.array(report, { minLength: 1, maxLength: 3 }),
    key: fc.constantFrom(undefined, 'job', 'job:0', 'ak_own:job'),
  });

  it('is the same whatever other access keys report under the same names', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            request.map((sent) => ({ ...sent, by: 'ak_own' })),
            request.map((sent) => ({ ...sent, by: 'ak_evil' })),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        fc.constantFrom<readonly Scope[]>(['ingest'], ['ingest:users']),
        asyncProcessing,
        async (requests, granted, isAsync) => {
          const evil: Partial<AccessKeyPrincipal> = {
            accessKeyId: 'ak_evil',
            ownerUserId: 'u_evil',
            scopes: granted,
          };
          const usageOf = async (sent: typeof requests) => {
            const door = frontDoor({ asyncProcessing: isAsync });
            const answers: unknown[] = [];
            for (const { by, records, key } of sent) {
              const headers = key === undefined ? {} : { 'idempotency-key': key };
              const answer = await door.post({ records }, headers, by === 'ak_evil' ? evil : {});
              if (by === 'ak_own') answers.push(answer.body);
            }
            await door.deliver();
            const conflicts = (await door.store.listConflicts('20261121')).filter(
              ({ accessKeyId }) => accessKeyId === 'ak_own',
            );
            const { ak_own } = await door.counted();
            return { ak_own, answers, conflicts: conflicts.map(({ id }) => id).toSorted() };
          };
          expect(await usageOf(requests)).toEqual(
            await usageOf(requests.filter(({ by }) => by === 'ak_own')),
          );
        },
      ),
      attacks(150),
    );
  });
});

describe('content and secrets', () => {
  it('are nowhere: neither kept, nor logged, nor answered', async () => {
    const canaries = [
      'my wife said on page zero that',
      'sk-ant-api03-CaNaRyCaNaRy',
      'tl_ak_01JD_CaNaRyCaNaRy',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...canaries).chain((canary) =>
          fc.record({
            canary: fc.constant(canary),
            hostile: hostileText(fc.constantFrom<unknown>(VALID, BY_MESSAGE, BY_EVENTS), canary),
          }),
        ),
        scopes,
        asyncProcessing,
        async ({ canary, hostile }, granted, isAsync) => {
          const door = frontDoor({ asyncProcessing: isAsync, principal: { scopes: granted } });
          const answers = [
            await door.post(hostile),
            await door.post({ records: [hostile, record('a')] }),
            await door.post({ records: [record('b')], [canary]: hostile }),
          ];
          await door.deliver();
          const queued = hostile as Record<string, unknown>;
          await door.consume(
            { accessKeyId: 'ak_own', ...queued },
            { v: 1, records: [{ accessKeyId: 'ak_own', ...queued }] },
            { v: 1, records: [record('c')], [canary]: canary },
            { v: canary, records: [hostile] },
          );
          const stored: unknown[] = [];
          for await (const page of door.store.scanRecords()) stored.push(page);
          const kept = JSON.stringify([
            answers.map(({ text }) => text),
            door.queue.sent('live'),
            stored,
            await door.store.listQuarantined('20261121'),
            await door.store.listConflicts('20261121'),
            door.telemetry.lines,
            door.consumer.lines,
          ]);
          expect(kept).not.toContain(canary);
        },
      ),
      attacks(150),
    );
  });
});
