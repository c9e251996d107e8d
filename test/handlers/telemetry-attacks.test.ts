import { describe, expect, it } from '@jest/globals';
import type { Scope } from '@token-ledger/core';
import fc from 'fast-check';
import { setUpTelemetry } from '../support/accepted-telemetry.ts';
import { attacks } from '../support/attack-runs.ts';
import { mutated } from '../support/hostile-json.ts';
import { NOON } from '../support/records.ts';
import {
  API_REQUEST,
  API_RESOURCE,
  API_SPAN,
  CLAUDE_CODE,
  jsonRequest,
  type Named,
  protobufRequest,
  recorded,
} from '../support/telemetry.ts';

/* Random attacks on the intake of telemetry. */

const SENTENCE = 'my wife said on page zero that';
const SECRET = 'sk-ant-api03-CaNaRyCaNaRy';
const CANARIES = [SENTENCE, SECRET];

const hostileValue = fc.oneof(
  fc.constantFrom<string | number | boolean>(
    ...CANARIES,
    'u_evil',
    'ak_other',
    '',
    ' ',
    '\u200b',
    '-',
    'NaN',
    '1e400',
  ),
  fc.constantFrom<string | number | boolean>(
    -1,
    0,
    2 ** 40,
    2 ** 53 - 2,
    1.5,
    true,
    'x'.repeat(300),
    '12',
    '1e3',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const extra = fc.constantFrom(
  'enduser.id',
  'user.email',
  'user.account_uuid',
  'gen_ai.prompt',
  'prompt',
  'team.id',
  'department',
  'cost_center',
  'query_source',
  'anthropic.usage.compaction.input_tokens',
  'constructor',
  '__proto__',
  SENTENCE,
);

/** The attributes of a call with some replaced, taken away or added. */
const hostileEntry = (valid: Named) =>
  fc
    .array(
      fc.oneof(
        fc.tuple(fc.constantFrom(...Object.keys(valid)), hostileValue),
        fc.tuple(fc.constantFrom(...Object.keys(valid)), fc.constant(undefined)),
        fc.tuple(extra, hostileValue),
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((changes) => {
      const entries = new Map<string, string | number | boolean>(Object.entries(valid));
      for (const [name, value] of changes)
        if (value === undefined) entries.delete(name);
        else entries.set(name, value);
      return Object.fromEntries(entries) as Named;
    });

const KINDS = {
  logs: { valid: API_REQUEST, resource: CLAUDE_CODE, id: 'request_id' },
  traces: { valid: API_SPAN, resource: API_RESOURCE, id: 'anthropic.request.id' },
} as const;

describe.each(['logs', 'traces'] as const)('the %s of one caller', (signal) => {
  const { valid, resource, id } = KINDS[signal];
  const good = (name: string): Named => ({ ...valid, [id]: name, 'gen_ai.response.id': `msg_${name}` });

  it('are counted beside hostile ones; nothing that could be content is kept or repeated', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(hostileEntry(valid), { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(extra, hostileValue), { maxLength: 2 }),
        fc.boolean(),
        fc.constantFrom<readonly Scope[]>(['ingest'], ['ingest:users']),
        async (hostile, added, isJson, scopes) => {
          const intake = setUpTelemetry({ principal: { scopes, ownerUserId: 'u_own' } });
          const request = {
            resource: { ...resource },
            atMs: NOON - 1000,
            entries: [good('good_1'), ...hostile, good('good_2')],
          };
          const others = {
            ...request,
            resource: { ...resource, ...Object.fromEntries(added) },
            entries: hostile,
          };
          const answers = [];
          for (const made of [request, others]) {
            const body = isJson ? jsonRequest(signal, made) : protobufRequest(signal, made);
            answers.push(await intake.post(`/v1/${signal}`, body));
          }
          expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
          await intake.recordSpans();
          await intake.record();
          const records = await intake.records();
          for (const name of ['good_1', 'good_2']) {
            const found = records.filter(({ requestId }) => requestId === name);
            expect(found).toMatchObject([{ accessKeyId: 'ak_team', tokens: { input: 12, output: 150 } }]);
          }
          for (const { accessKeyId, userId } of records) {
            expect(accessKeyId).toBe('ak_team');
            if (!scopes.includes('ingest:users')) expect(userId).toBe('u_own');
          }
          const quarantined = await intake.store.listQuarantined('20261121');
          const kept = JSON.stringify([
            answers.map(({ body }) => (isJson ? body : Buffer.from(body, 'base64').toString('latin1'))),
            intake.queues,
            records,
            quarantined,
            intake.telemetry.lines,
          ]);
          for (const canary of CANARIES) expect(kept).not.toContain(canary);
          expect(intake.telemetry.lines.filter(({ level }) => level === 'error')).toEqual([]);
        },
      ),
      attacks(120),
    );
  });

  it('are refused as a whole, or read, when their bytes or their JSON are broken, and never a defect', async () => {
    const atMs = NOON - 1000;
    const bytes = Buffer.from(protobufRequest(signal, { resource, atMs, entries: [valid, good('b')] }));
    const originals = signal === 'logs' ? [bytes, recorded('new'), recorded('resumed')] : [bytes];
    const broken = fc
      .tuple(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(), { nil: undefined }),
      )
      .map(([original, changes, end]) => {
        const copy = Buffer.from(original);
        for (const [at, byte] of changes) copy[at % copy.length] = byte;
        return new Uint8Array(end === undefined ? copy : copy.subarray(0, end % copy.length));
      });
    const json = mutated(fc.constant(jsonRequest(signal, { resource, atMs, entries: [valid, good('b')] })));
    const intake = setUpTelemetry();
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, json, fc.uint8Array({ maxLength: 64 })), async (body) => {
        const sent = body instanceof Uint8Array ? body : JSON.stringify(body);
        for (const path of [`/v1/${signal}`, '/v1/metrics'] as const) {
          const { statusCode } = await intake.post(path, sent);
          expect([200, 400]).toContain(statusCode);
        }
      }),
      attacks(300),
    );
    await intake.recordSpans();
    await intake.record();
    expect(intake.telemetry.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a label or a user of impossible form', () => {
  it.each([
    ['logs', { ...API_REQUEST, 'session.id': SECRET }, CLAUDE_CODE],
    ['logs', { ...API_REQUEST, 'enduser.id': SECRET }, CLAUDE_CODE],
    ['logs', { ...API_REQUEST, 'enduser.id': 'u'.repeat(200) }, CLAUDE_CODE],
    ['traces', API_SPAN, { ...API_RESOURCE, 'team.id': SECRET }],
    ['traces', API_SPAN, { ...API_RESOURCE, 'enduser.id': 'u\u200b1' }],
  ] as const)('costs none of the usage beside it in %s, and is not kept', async (signal, entry, resource) => {
    const intake = setUpTelemetry();
    const request = jsonRequest(signal, { resource, atMs: NOON - 1000, entries: [entry] });
    expect(await intake.post(`/v1/${signal}`, request)).toMatchObject({ statusCode: 200, body: '{}' });
    await intake.recordSpans();
    await intake.record();
    const records = await intake.records();
    expect(records).toMatchObject([{ requestId: 'req_1', tokens: { input: 12, output: 150 } }]);
    expect(JSON.stringify([intake.queues, records, intake.telemetry.lines])).not.toContain(SECRET);
  });
});

describe('the counters of witnesses', () => {
  it('are of hours that have been, whatever the clock of a span says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: NOON - 1e9, max: NOON + 1e12 }), fc.boolean()), {
          minLength: 1,
          maxLength: 4,
        }),
        async (spans) => {
          const intake = setUpTelemetry();
          for (const [index, [atMs, isIdentified]] of spans.entries()) {
            const named = {
              ...API_SPAN,
              'anthropic.request.id': `req_${index}`,
              'gen_ai.response.id': `msg_${index}`,
            };
            const { 'anthropic.request.id': _id, 'gen_ai.response.id': _name, ...nameless } = named;
            const entries = [isIdentified ? named : nameless];
            await intake.post('/v1/traces', jsonRequest('traces', { resource: API_RESOURCE, atMs, entries }));
          }
          await intake.recordSpans();
          await intake.record();
          const hours = await intake.witnesses.listWitnessed(0, Number.MAX_SAFE_INTEGER);
          for (const { hourStartMs } of hours) expect(hourStartMs).toBeLessThanOrEqual(NOON);
          const seen = hours.reduce((sum, hour) => sum + hour.seen, 0);
          expect(seen).toBe(spans.length);
          const counted = hours.reduce(
            (sum, { held, recorded: thin, withoutIdentity }) => sum + held + thin + withoutIdentity,
            0,
          );
          expect(counted).toBe(seen);
        },
      ),
      attacks(100),
    );
  });
});
