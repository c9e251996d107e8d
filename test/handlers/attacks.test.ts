import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { AccessKeyPrincipal, Scope, UsageRecord } from '@token-ledger/core';
import fc from 'fast-check';
import { own, record, setUp } from '../support/accepted-usage.ts';
import { frontDoor } from '../support/front-door.ts';
import { anyJson, hostileText, mutated } from '../support/hostile-json.ts';
import { NOON } from '../support/records.ts';

/*
 * Random attacks on the front door: whatever one caller sends, every other record is counted, in the name of its own access key
 * and once, no request is answered as a defect, and nothing that could be content or a secret is kept or repeated.
 *
 * ATTACKS multiplies how many are tried.
 */

const TIMES = Number(process.env['ATTACKS'] ?? 1);
const runs = (count: number) => ({ numRuns: Math.ceil(count * TIMES) });

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
      runs(150),
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
      runs(150),
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
      runs(150),
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
      runs(150),
    );
  });
});

describe('calls that are reported in pieces, by several and at once', () => {
  const CALLS = 3;
  const USED = { input_tokens: 1000, output_tokens: 100 };

  interface Piece {
    readonly call: number;
    readonly owner: 'ak_A' | 'ak_B';
    readonly naming: 'request' | 'message' | 'both' | 'whole';
    readonly rank: 'partial' | 'totals' | 'complete';
    readonly output: number;
    readonly namesUser: boolean;
  }
  const piece: fc.Arbitrary<Piece> = fc.record({
    call: fc.nat(CALLS - 1),
    owner: fc.constantFrom('ak_A', 'ak_B'),
    naming: fc.constantFrom('request', 'message', 'both', 'whole'),
    rank: fc.constantFrom('partial', 'totals', 'complete'),
    output: fc.integer({ min: 1, max: 100 }),
    namesUser: fc.boolean(),
  });

  function reported({ call, naming, rank, output, owner, namesUser }: Piece) {
    const usage = rank === 'partial' ? { ...USED, output_tokens: output } : USED;
    const [request, messageId] = [`req_${call}`, `msg_${call}`];
    const common = {
      accessKeyId: owner,
      ...(namesUser && { userId: `u_${owner}` }),
      ...(rank === 'partial' && { status: 'partial' }),
      ...(rank === 'totals' && { detail: 'totals' }),
    };
    const model = 'claude-sonnet-5-5';
    if (naming === 'whole')
      return { ...common, requestId: request, message: { id: messageId, model, usage } };
    return {
      ...common,
      model,
      usage,
      ...(naming !== 'message' && { requestId: request }),
      ...(naming !== 'request' && { messageId }),
    };
  }

  it('are one request each, with what the best report says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(piece, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        asyncProcessing,
        fc.nat(3),
        async (requests, isAsync, delivered) => {
          const door = frontDoor({ asyncProcessing: isAsync, principal: { scopes: ['ingest:any'] } });
          const answers = await Promise.all(
            requests.map((pieces) => door.post({ records: pieces.map(reported) })),
          );
          for (const { statusCode, body } of answers) expect([statusCode, body.conflicts]).toEqual([202, 0]);
          // At once, one after the other, or again.
          await Promise.all(Array.from({ length: delivered }, () => door.deliver()));
          await door.deliver();
          const pieces = requests.flat();
          // Until a report ties its two names, nobody can know that they are of one call: it is reported once more with both.
          const calls = [...new Map(pieces.map((one) => [`${one.owner} ${one.call}`, one])).values()];
          await door.post({
            records: calls.map((one) => ({
              ...reported({ ...one, naming: 'both', rank: 'partial', output: 1 }),
            })),
          });
          await door.deliver();
          const rows = Object.entries(await door.counted());
          for (const owner of ['ak_A', 'ak_B']) {
            const ofOwner = Map.groupBy(
              pieces.filter((one) => one.owner === owner),
              ({ call }) => call,
            );
            const output = [...ofOwner.values()].map((reports) =>
              reports.some(({ rank }) => rank !== 'partial')
                ? USED.output_tokens
                : Math.max(...reports.map((one) => one.output)),
            );
            const row = rows.find(([id]) => id === owner)?.[1];
            expect(row ?? { requests: 0, input: 0, output: 0 }).toMatchObject({
              requests: output.length,
              input: output.length * USED.input_tokens,
              output: output.reduce((sum, count) => sum + count, 0),
            });
          }
          expect(await door.store.listConflicts('20261121')).toEqual([]);
        },
      ),
      runs(150),
    );
  });
});

describe('a call whose hour freezes', () => {
  const report = fc.record({
    output: fc.constantFrom(1, 2, 3),
    names: fc.constantFrom<object>(
      { requestId: 'r' },
      { messageId: 'msg_r' },
      { requestId: 'r', messageId: 'msg_r' },
    ),
    userId: fc.constantFrom(undefined, 'u_1'),
    days: fc.constantFrom(0, 1 / 24, 1, 34, 86, 87),
  });

  it('is completed before, and never after: what came too late is answered as such', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(report, { minLength: 2, maxLength: 6 }), async (reports) => {
        let nowMs = NOON;
        const gateway = { accessKeyId: 'ak_gateway', scopes: ['ingest:any'] } as const;
        const door = setUp({ asyncProcessing: false, clock: () => nowMs, principal: gateway });
        // A refused report may still tie names of what stays two calls.
        const stored = async () =>
          (await storedRecords(door.store)).map(({ requestId, occurredAtMs, userId, status, tokens }) => ({
            requestId,
            occurredAtMs,
            userId,
            status,
            tokens,
          }));
        for (const { output, names, userId, days } of reports) {
          nowMs += days * 864e5;
          const before = await stored();
          const frozen = (await storedRecords(door.store)).filter(
            ({ occurredAtMs }) => nowMs >= occurredAtMs + 3_600_000 + 87 * 864e5,
          );
          const { body } = await door.post({
            ...names,
            accessKeyId: 'ak_own',
            model: 'm',
            ...(userId !== undefined && { userId }),
            status: output === 3 ? 'ok' : 'partial',
            usage: { input_tokens: 1, output_tokens: output },
          });
          const after = await storedRecords(door.store);
          for (const record of frozen) expect(after).toContainEqual(record);
          const [{ status, code } = {}] = body.results;
          if (status === 'rejected') {
            expect([code, await stored()]).toEqual(['too_old', before]);
          } else if (status === 'accepted') {
            expect(after.some(({ tokens }) => tokens.output >= output)).toBe(true);
          } else {
            // Two names of which one is a call of a frozen hour stay apart, and a person can see it.
            expect([status, body.results[0]?.reason, frozen.length > 0]).toEqual(['conflict', 'names', true]);
          }
        }
      }),
      runs(150),
    );
  });
});

async function storedRecords(store: ReturnType<typeof setUp>['store']): Promise<readonly UsageRecord[]> {
  const records: UsageRecord[] = [];
  for await (const page of store.scanRecords()) records.push(...page);
  return records;
}

describe('a time', () => {
  it('that is accepted is one, and never lies outside of what may be counted', async () => {
    const times = fc.oneof(
      fc.stringMatching(/^-?\d{1,6}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,12})?)?([Zz]|[+-]\d\d:?\d\d)?$/),
      fc
        .tuple(
          fc.constantFrom('2026-11-21', '2026-02-29', '2024-02-29', '2026-11-31', '0000-01-01', '9999-12-31'),
          fc.constantFrom('00:00:00', '23:59:60', '24:00:00', '12:00', '11:59:59.9999999999', '12:00:00.'),
          fc.constantFrom('Z', 'z', '+23:59', '-23:59', '+24:00', '+00:00', '-00:00', '', '+0100', '[UTC]'),
        )
        .map(([day, time, offset]) => `${day}T${time}${offset}`),
      fc.double(),
      fc.integer(),
      fc.constantFrom(-0, 1e300, 253_402_300_799_999, 253_402_300_800_000, Date.UTC(2026, 10, 21, 11)),
    );
    await fc.assert(
      fc.asyncProperty(times, async (occurredAt) => {
        const door = frontDoor({ asyncProcessing: false });
        const { statusCode } = await door.post({ records: [record('odd', { occurredAt }), record('good')] });
        expect(statusCode).toBe(202);
        const stored = await door.store.getRecord(own('odd'));
        if (stored) {
          expect(Number.isSafeInteger(stored.occurredAtMs)).toBe(true);
          expect(Math.abs(stored.occurredAtMs - Date.UTC(2026, 10, 21, 12))).toBeLessThanOrEqual(35 * 864e5);
        }
        expect((await door.counted()).ak_own?.requests).toBeGreaterThanOrEqual(1);
      }),
      runs(300),
    );
  });
});

describe('a cursor that was made up', () => {
  it('is refused, and shows nothing', async () => {
    const door = frontDoor({ asyncProcessing: false });
    await door.post({ records: Array.from({ length: 5 }, (_, index) => record(`r_${index}`)) });
    const query = { from: '2026-11-21T00:00:00Z', to: '2026-11-22T00:00:00Z', limit: '2' };
    const { nextCursor: cursor } = (await door.get('/v1/records', query)).body as { nextCursor: string };
    const forged = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc
        .tuple(fc.nat(cursor.length - 1), fc.constantFrom('A', '_', '', '=', '\u0000', '.'))
        .map(([at, by]) => cursor.slice(0, at) + by + cursor.slice(at + 1)),
      fc.tuple(fc.nat(cursor.length), fc.string()).map(([at, by]) => cursor.slice(0, at) + by),
    );
    await fc.assert(
      fc.asyncProperty(forged, fc.constantFrom('/v1/records', '/v1/statistics'), async (made, path) => {
        fc.pre(made !== cursor || path !== '/v1/records');
        const { statusCode, body } = await door.get(path, { ...query, cursor: made });
        expect([statusCode, body.code]).toEqual([400, 'invalid_request']);
      }),
      runs(300),
    );
  });
});

describe('an id that a record is accepted under', () => {
  it('differs from every other one by something that can be seen', async () => {
    const { post } = setUp();
    const odd = fc.oneof(
      fc.constantFrom(
        ' ',
        'a',
        '\u200b',
        '\u00a0',
        '\u3000',
        '\u180e',
        '\u115f',
        '\u2061',
        '\u061c',
        '\u{e0100}',
      ),
      fc.constantFrom('\u0301', '\u0323', '\u034f', '\ufff9', '\u{1bca0}', '\u{1d173}', '\ue000', '\u0378'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const seen = (text: string) =>
      text
        .normalize('NFC')
        .replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, (part) => (part === ' ' ? part : ''));
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 5 }), async (parts) => {
        const id = parts.join('');
        const { statusCode } = await post(record(id));
        if (statusCode === 202) expect(seen(id)).toBe(id);
      }),
      runs(300),
    );
  });
});
