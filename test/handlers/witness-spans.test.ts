import { describe, expect, it, jest } from '@jest/globals';
import { setUpTelemetry } from '../support/accepted-telemetry.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { sqsEvent } from '../support/sqs-event.ts';
import { API_RESOURCE, API_SPAN, type Named, protobufRequest } from '../support/telemetry.ts';

type Intake = ReturnType<typeof setUpTelemetry>;

const OF_ANOTHER_KEY = { accessKeyId: 'ak_checkout', occurredAtMs: NOON, receivedAtMs: NOON };
const DESTINATION = { principal: { accessKeyId: 'ak_anthropic', scopes: ['ingest'] as const } };

async function send(intake: Intake, resource: Named, ...entries: readonly Named[]): Promise<void> {
  const body = protobufRequest('traces', { resource, name: 'chat', atMs: NOON, entries });
  expect((await intake.post('/v1/traces', body)).statusCode).toBe(200);
}

const settle = async (intake: Intake) => intake.recordSpans();

const sumsOf = async (intake: Intake) =>
  (await intake.records()).map(({ accessKeyId, requestId, tokens: { output } }) => [
    accessKeyId,
    requestId,
    output,
  ]);

const witnessed = async (intake: Intake) => intake.witnesses.listWitnessed(0, 2 * NOON);

describe('spans of Anthropic', () => {
  it('count nothing until their time has come', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    await intake.record();
    expect(await intake.records()).toEqual([]);
    expect(await witnessed(intake)).toEqual([]);
  });

  it('of a call that nobody else reported become its record, under the key of the destination', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    await settle(intake);
    expect(await sumsOf(intake)).toEqual([['ak_anthropic', 'req_1', 150]]);
    expect(await witnessed(intake)).toEqual([
      { hourStartMs: NOON, seen: 1, held: 0, recorded: 1, withoutIdentity: 0 },
    ]);
    expect(intake.telemetry.counts).toMatchObject({ SpansRecorded: 1 });
  });

  it.each<[string, Named, object]>([
    ['the request id', API_SPAN, { requestId: 'req_1' }],
    ['the message id', API_SPAN, { requestId: 'msg_1' }],
    ['the message id as its second name', API_SPAN, { requestId: 'req_of_a_proxy', otherName: 'msg_1' }],
  ])('of a call that another key holds under %s are only counted', async (_, span, names) => {
    const intake = setUpTelemetry(DESTINATION);
    await intake.store.claim([
      usageRecord({ ...OF_ANOTHER_KEY, ...names }),
      ...('otherName' in names
        ? [
            {
              accessKeyId: 'ak_checkout',
              requestId: 'msg_1',
              target: 'req_of_a_proxy',
              occurredAtMs: NOON,
            },
          ]
        : []),
    ]);
    const before = await intake.records();
    await send(intake, API_RESOURCE, span);
    await settle(intake);
    expect(await intake.records()).toEqual(before);
    expect(await intake.sources.listSources()).toMatchObject([
      { source: 'anthropic_span', lastHeardAtMs: NOON },
    ]);
    expect(await witnessed(intake)).toEqual([
      { hourStartMs: NOON, seen: 1, held: 1, recorded: 0, withoutIdentity: 0 },
    ]);
    expect(intake.telemetry.counts).toMatchObject({ SpansHeld: 1 });
  });

  it('that are delivered again change no record', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    await send(intake, API_RESOURCE, API_SPAN, API_SPAN);
    await settle(intake);
    await settle(intake);
    expect(await sumsOf(intake)).toEqual([['ak_anthropic', 'req_1', 150]]);
    // Counted as often as they were delivered: a share, not a sum, is what these counters are for.
    expect(await witnessed(intake)).toEqual([
      { hourStartMs: NOON, seen: 6, held: 0, recorded: 6, withoutIdentity: 0 },
    ]);
  });

  it('give way to a complete report under the same key', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    await settle(intake);
    const complete = {
      requestId: 'req_1',
      accessKeyId: 'ak_anthropic',
      model: 'claude-opus-4-8',
      occurredAt: NOON,
      usage: { input_tokens: 12, output_tokens: 150, cache_read_input_tokens: 3000 },
    };
    intake.queues.live.push(JSON.stringify({ v: 1, receivedAt: NOON, records: [complete] }));
    await intake.record();
    const [record, ...others] = await intake.records();
    expect(others).toEqual([]);
    expect(record).not.toHaveProperty('detail');
  });

  it('keep the time of their receipt while they wait, so that none of them becomes too old', async () => {
    const intake = setUpTelemetry({ ...DESTINATION, nowMs: NOON + 1000 });
    await send(intake, API_RESOURCE, API_SPAN);
    await settle(intake);
    expect(await intake.records()).toMatchObject([{ receivedAtMs: NOON + 1000 }]);
  });

  it('are compared with the reports of their own batch, which come first', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    const report = {
      requestId: 'req_1',
      accessKeyId: 'ak_checkout',
      model: 'claude-opus-4-8',
      occurredAt: NOON,
      usage: { input_tokens: 12, output_tokens: 150 },
    };
    const { batchItemFailures } = await intake.consume(sqsEvent(...intake.queues.spans, report));
    expect(batchItemFailures).toEqual([]);
    expect((await intake.records()).map(({ accessKeyId }) => accessKeyId)).toEqual(['ak_checkout']);
    expect(await witnessed(intake)).toMatchObject([{ seen: 1, held: 1, recorded: 0 }]);
  });

  it('that are implausible are quarantined, and witness nothing', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, { ...API_SPAN, 'gen_ai.usage.output_tokens': 2 ** 38 });
    await settle(intake);
    expect(await intake.records()).toEqual([]);
    expect(intake.telemetry.counts).toMatchObject({ RecordsQuarantined: 1 });
    expect(await witnessed(intake)).toEqual([]);
  });
});

describe('spans of other programs', () => {
  it('wait as well, and witness nothing', async () => {
    const intake = setUpTelemetry();
    await intake.store.claim([usageRecord({ ...OF_ANOTHER_KEY, requestId: 'req_1' })]);
    const other = { ...API_SPAN, 'anthropic.request.id': 'req_2', 'gen_ai.response.id': 'msg_2' };
    await send(intake, { 'service.name': 'checkout' }, API_SPAN, other);
    await settle(intake);
    expect((await sumsOf(intake)).map(([key, id]) => `${key} ${id}`)).toEqual([
      'ak_checkout req_1',
      'ak_team req_2',
    ]);
    expect(await witnessed(intake)).toEqual([]);
  });
});

describe('forged spans', () => {
  const FORGER = {
    principal: { accessKeyId: 'ak_forger', ownerUserId: 'u_forger', scopes: ['ingest'] as const },
  };
  const forged: Named = {
    ...API_SPAN,
    'gen_ai.usage.output_tokens': 1,
    // Nothing of this is read, or means anything for such a key.
    'enduser.id': 'u_victim',
    'user.email': 'victim@example.com',
    'token_ledger.access_key': 'ak_checkout',
    accessKeyId: 'ak_checkout',
  };
  const genuine = {
    requestId: 'req_1',
    messageId: 'msg_1',
    accessKeyId: 'ak_checkout',
    model: 'claude-opus-4-8',
    occurredAt: NOON,
    source: 'client',
    usage: { input_tokens: 12, output_tokens: 150, cache_read_input_tokens: 3000 },
  };
  const report = async (intake: Intake) => {
    intake.queues.live.push(JSON.stringify({ v: 1, receivedAt: NOON, records: [genuine] }));
    await intake.record();
  };

  it('change no record of another access key', async () => {
    const intake = setUpTelemetry(FORGER);
    await report(intake);
    const before = await intake.records();
    await send(intake, API_RESOURCE, forged);
    await settle(intake);
    expect(await intake.records()).toEqual(before);
  });

  it('count under their own key and its owner, and keep no later report of the other key from counting', async () => {
    const intake = setUpTelemetry(FORGER);
    await send(intake, API_RESOURCE, forged);
    await settle(intake);
    await report(intake);
    expect(await intake.records()).toMatchObject([
      { accessKeyId: 'ak_checkout', tokens: { output: 150 }, source: 'client' },
      { accessKeyId: 'ak_forger', tokens: { output: 1 }, userId: 'u_forger', source: 'anthropic_span' },
    ]);
  });
});

describe('a message of spans', () => {
  const two = async (intake: Intake) => {
    const other = { ...API_SPAN, 'anthropic.request.id': 'req_2', 'gen_ai.response.id': 'msg_2' };
    await send(intake, API_RESOURCE, API_SPAN);
    await send(intake, API_RESOURCE, other);
  };

  it('whose look-up fails is handed back, and the others are decided', async () => {
    let up = false;
    const intake: Intake = setUpTelemetry({
      ...DESTINATION,
      overrides: {
        findAcrossKeys: async (name) => {
          if (name === 'req_1' && !up) throw new Error('DynamoDB is down');
          return intake.store.findAcrossKeys(name);
        },
      },
    });
    await two(intake);
    const { batchItemFailures } = await intake.consume(sqsEvent(...intake.queues.spans));
    expect(batchItemFailures).toHaveLength(1);
    expect(await sumsOf(intake)).toEqual([['ak_anthropic', 'req_2', 150]]);
    expect(await witnessed(intake)).toMatchObject([{ seen: 1, recorded: 1 }]);
    expect(intake.telemetry.counts).toMatchObject({ MessagesRetried: 1 });
    up = true;
    await settle(intake);
    expect((await sumsOf(intake)).map(([, id]) => id)).toEqual(['req_1', 'req_2']);
  });

  it('whose records cannot be stored is handed back, and not counted as witnessed', async () => {
    let up = false;
    const intake: Intake = setUpTelemetry({
      ...DESTINATION,
      overrides: {
        putSegment: async (...segment) => {
          if (!up) throw new Error('DynamoDB is down');
          return intake.store.putSegment(...segment);
        },
      },
    });
    await send(intake, API_RESOURCE, API_SPAN);
    expect((await intake.consume(sqsEvent(...intake.queues.spans))).batchItemFailures).toHaveLength(1);
    expect(await witnessed(intake)).toEqual([]);
    up = true;
    await settle(intake);
    expect(await sumsOf(intake)).toEqual([['ak_anthropic', 'req_1', 150]]);
    expect(await witnessed(intake)).toMatchObject([{ seen: 1, recorded: 1 }]);
  });

  it('whose spans cannot be counted is handed back, which changes no record', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    const adding = jest.spyOn(intake.witnesses, 'addWitnessed').mockRejectedValueOnce(new Error('down'));
    expect((await intake.consume(sqsEvent(...intake.queues.spans))).batchItemFailures).toHaveLength(1);
    await settle(intake);
    adding.mockRestore();
    expect(await sumsOf(intake)).toEqual([['ak_anthropic', 'req_1', 150]]);
    expect(await witnessed(intake)).toMatchObject([{ seen: 1, recorded: 1 }]);
  });

  it('is handed back when there is no time to look its spans up', async () => {
    const intake = setUpTelemetry(DESTINATION);
    await send(intake, API_RESOURCE, API_SPAN);
    let asked = 0;
    // Enough for reading the message, and no longer.
    const context = { getRemainingTimeInMillis: () => ((asked += 1) === 1 ? 60_000 : 9000) };
    const { batchItemFailures } = await intake.consume(sqsEvent(...intake.queues.spans), context);
    expect(batchItemFailures).toHaveLength(1);
    expect(await intake.records()).toEqual([]);
  });
});
