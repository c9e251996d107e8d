import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type DisabledIds, NOBODY_DISABLED } from '@token-ledger/core';
import { createInMemoryLedgerStore, type InMemoryLedgerStore } from '@token-ledger/in-memory';
import { MAX_GROUP_CHARACTERS } from '../../functions/record-usage/read-in-groups.ts';
import { recordedUsage } from '../support/recorded-usage.ts';
import { NOON } from '../support/records.ts';
import { sqsEvent } from '../support/sqs-event.ts';

/* Hostile and careless messages: the bad record is quarantined alone, and nothing of it that could be content is kept. */

function setUp(disabled: DisabledIds = NOBODY_DISABLED) {
  const usage = recordedUsage({ disabled });
  const { store, telemetry } = usage;
  return {
    ...usage,
    kept: async () => {
      const quarantined = await store.listQuarantined('20261121');
      return { quarantined, text: JSON.stringify([quarantined, telemetry.lines]) };
    },
  };
}

/** The name space of the access key that `record` is for. */
const own = (requestId: string) => ({ accessKeyId: 'ak_1', requestId });

const record = (requestId: string, fields: object = {}) => ({
  requestId,
  accessKeyId: 'ak_1',
  model: 'claude-sonnet-5-5',
  usage: { input_tokens: 10 },
  ...fields,
});
const packed = (value: unknown) => ({ v: 1, z: deflateSync(JSON.stringify(value)).toString('base64') });
const good = Array.from({ length: 9 }, (_, index) => record(`good_${index}`));

/** The ids in each segment of noon. */
async function segmentsOf(store: InMemoryLedgerStore): Promise<readonly (readonly string[])[]> {
  const segments: (readonly { readonly requestId: string }[])[] = [];
  for await (const page of store.readSegments(NOON)) segments.push(page);
  return segments.map((page) => page.map(({ requestId }) => requestId));
}

describe('a message that hurts', () => {
  it('by 70,000 pairs in one record has that one quarantined, and the nine beside it stored', async () => {
    const { store, handler, kept } = setUp();
    const metadata = Object.fromEntries(Array.from({ length: 70_000 }, (_, index) => [index, 0]));
    const { batchItemFailures } = await handler(sqsEvent(...good, packed([record('bad', { metadata })])));
    expect(batchItemFailures).toEqual([]);
    for (const { requestId } of good) expect(await store.getRecord(own(requestId))).toBeDefined();
    const { quarantined } = await kept();
    expect(quarantined).toMatchObject([
      { id: 'm9#0', problems: [{ path: '/metadata', message: 'must have at most 16 pairs; got 70000' }] },
    ]);
  });

  it('by a defect that it meets here comes again alone, and every other record is counted', async () => {
    const users: DisabledIds['users'] = Object.assign(new Map<string, number>(), {
      get: (id: string) => {
        if (id === 'u_bug') throw new RangeError('Maximum call stack size exceeded');
        return undefined;
      },
    });
    const { store, handler, telemetry } = setUp({ ...NOBODY_DISABLED, users });
    const bug = record('bug', { userId: 'u_bug' });
    const { batchItemFailures } = await handler(
      sqsEvent(record('a'), { v: 1, records: [record('b', { userId: 'u' }), bug, record('c')] }, record('d')),
    );
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
    for (const id of ['a', 'b', 'c', 'd']) expect(await store.getRecord(own(id))).toBeDefined();
    expect(telemetry.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('by the time that reading takes leaves those before it acknowledged, and comes again with those behind it', async () => {
    const { store, handler } = setUp();
    let remaining = 22_000;
    const context = { getRemainingTimeInMillis: () => (remaining -= 1000) };
    const { batchItemFailures } = await handler(sqsEvent(...good.slice(0, 4)), context);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m1', 'm2', 'm3']);
    expect(await store.getRecord(own('good_0'))).toBeDefined();
    expect(await store.getRecord(own('good_1'))).toBeUndefined();
  });

  it('by nesting is handed back, and the others are counted', async () => {
    const { store, handler } = setUp();
    const bomb = { v: 1, z: deflateSync('['.repeat(2_499_000)).toString('base64') };
    const { batchItemFailures } = await handler(sqsEvent(bomb, record('a')));
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
    expect(await store.getRecord(own('a'))).toBeDefined();
  });
});

describe('a call of which one caller makes up endless contradictions', () => {
  const CONTRADICTING = 700;
  it.each<[string, (index: number) => object]>([
    ['by its figures', (index) => record('same', { usage: { input_tokens: index } })],
    ['by its names', (index) => record(`req_${index}`, { messageId: 'msg_same' })],
    [
      'by its figures and its names',
      (index) => record('req_same', { messageId: `msg_${index}`, usage: { input_tokens: index } }),
    ],
  ])('%s comes again alone when time runs short, and every other one is counted', async (_, report) => {
    let remaining = 30_000;
    const store = createInMemoryLedgerStore({
      step: async (__, effect) => {
        remaining -= 50;
        return effect();
      },
    });
    const { handler } = recordedUsage({ store });
    const reports = Array.from({ length: CONTRADICTING }, (_value, index) => report(index));
    const { batchItemFailures } = await handler(
      sqsEvent(
        record('before'),
        { v: 1, records: reports.slice(0, 400) },
        { v: 1, records: reports.slice(400) },
        record('after'),
      ),
      { getRemainingTimeInMillis: () => remaining },
    );
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)).toEqual(['m1', 'm2']);
    expect((await segmentsOf(store)).flat().toSorted()).toEqual(['after', 'before']);
  });

  it('is recorded as if each report had come by itself', async () => {
    const reports = Array.from({ length: CONTRADICTING }, (_, index) =>
      record('same', {
        status: index < 300 || index % 3 === 0 ? 'partial' : 'ok',
        usage: { input_tokens: (index * 7919) % 500 },
      }),
    );
    const [together, apart] = [recordedUsage(), recordedUsage()];
    await together.handler(
      sqsEvent({ v: 1, records: reports.slice(0, 400) }, { v: 1, records: reports.slice(400) }),
    );
    for (const report of reports) await apart.handler(sqsEvent(report));
    const figures = async ({ store }: typeof apart) => {
      const stored = await store.getRecord(own('same'));
      return { tokens: stored?.tokens, status: stored?.status };
    };
    expect(await figures(together)).toEqual(await figures(apart));
    const ids = async ({ store }: typeof apart) =>
      (await store.listConflicts('20261121')).map(({ id }) => id).toSorted();
    expect(await ids(together)).toEqual(await ids(apart));
  });
});

describe('the messages of a batch', () => {
  /** A message that unfolds to at least so many characters, and holds one record. */
  const unfolding = (requestId: string, characters: number) => {
    const json = JSON.stringify([record(requestId)]);
    return { v: 1, z: deflateSync(json.padEnd(characters, ' ')).toString('base64') };
  };
  const half = MAX_GROUP_CHARACTERS / 2;

  it('are recorded together as long as they unfold to less than a group may', async () => {
    const { store, handler } = setUp();
    await handler(sqsEvent(unfolding('a', half - 10_000), unfolding('b', half - 10_000), record('c')));
    expect(await segmentsOf(store)).toEqual([['a', 'b', 'c']]);
  });

  it('are recorded before the next are read once they unfold to as much', async () => {
    const { store, handler } = setUp();
    await handler(sqsEvent(unfolding('a', half), unfolding('b', half), record('c'), record('d')));
    const groups = (await segmentsOf(store)).map((ids) => ids.toSorted().join());
    expect(groups.toSorted()).toEqual(['a,b', 'c,d']);
  });
});

describe('the quarantine', () => {
  it('is left to the next delivery when time runs short, and what is valid is acknowledged', async () => {
    let remaining = 30_000;
    const store = createInMemoryLedgerStore({
      step: async (operation, effect) => {
        if (operation === 'quarantine') remaining -= 1_000;
        return effect();
      },
    });
    const { handler } = recordedUsage({ store });
    const bad = Array.from({ length: 40 }, (_, index) => record(`bad_${index}`, { bad: 1 }));
    const { batchItemFailures } = await handler(sqsEvent(record('a'), { v: 1, records: bad }, record('b')), {
      getRemainingTimeInMillis: () => remaining,
    });
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
    expect((await segmentsOf(store)).flat()).toEqual(['a', 'b']);
    expect((await store.listQuarantined('20261121', { limit: 100 })).length).toBe(27);
  });

  it('keeps known counters and plain ids of a record, and no other name or text', async () => {
    const { handler, kept } = setUp();
    await handler(
      sqsEvent({
        requestId: 'q',
        accessKeyId: 'k',
        model: 'm1',
        bad: 1,
        feature: 'summarise my divorce papers please',
        usage: {
          'my wife said on page 0 that the money': 0,
          my_wife_said: 1,
          input_tokens: 3,
          speed: 'very fast',
        },
      }),
    );
    const { quarantined, text } = await kept();
    expect(JSON.parse(quarantined[0]?.record ?? '')).toEqual({
      requestId: 'q',
      accessKeyId: 'k',
      model: 'm1',
      usage: { input_tokens: 3 },
    });
    expect(quarantined[0]).not.toHaveProperty('complete');
    for (const content of ['divorce', 'wife', 'very fast', 'bad']) expect(text).not.toContain(content);
  });

  it.each<[string, object]>([
    ['the name of a field', { my_wife_said: 1 }],
    ['a status', { status: 'my_wife_said' }],
    ['a time', { occurredAt: 'my_wife_said' }],
    ['a label', { metadata: { my_wife_said: 7 } }],
    ['a list', { metadata: ['my_wife_said'] }],
    [
      'the type of an event',
      { usage: null, events: [{ type: 'message_delta', usage: { output_tokens: 'my_wife_said' } }] },
    ],
  ])('repeats no made-up word of %s, as problems do in answers', async (_, part) => {
    const { handler, kept } = setUp();
    await handler(sqsEvent(record('q', part)));
    const { quarantined } = await kept();
    expect(quarantined).toHaveLength(1);
    expect(JSON.stringify(quarantined[0]?.problems)).not.toContain('my_wife_said');
  });

  it.each(['sk-ant-api03-AbCdEf', `tl_ak_01JD_${'5f3c'.repeat(12)}`])(
    'keeps no secret: %s',
    async (secret) => {
      const { handler, kept } = setUp();
      for (const field of ['requestId', 'accessKeyId', 'userId', 'model', 'feature', 'status', secret]) {
        await handler(sqsEvent(record('q', { [field]: secret }), { v: 1, records: [], [secret]: secret }));
      }
      await handler(sqsEvent(record('q', { message: { id: secret, model: secret } })));
      const { quarantined, text } = await kept();
      expect(quarantined.length).toBeGreaterThan(0);
      expect(text).not.toContain(secret);
    },
  );

  it('keeps a record as a whole when nothing had to be left out, so that it can be counted later', async () => {
    const { handler, kept } = setUp();
    const usage = { input_tokens: 7, cache_creation: { ephemeral_5m_input_tokens: 3 } };
    await handler(sqsEvent(record('q', { status: 'broken', usage })));
    const { quarantined } = await kept();
    expect(quarantined[0]).toMatchObject({ complete: true });
    expect(JSON.parse(quarantined[0]?.record ?? '')).toEqual(record('q', { status: 'broken', usage }));
  });

  it.each<[string, object]>([
    ['metadata', { metadata: { team: 'search' } }],
    ['another counter', { usage: { input_tokens: 1, tokens: 2 } }],
    ['a nested counter', { usage: { input_tokens: 1, cache_creation: { other: 2 } } }],
    ['an iteration', { usage: { input_tokens: 1, iterations: [] } }],
    ['a message', { message: { id: 'msg_1' } }],
    [
      'a message in place of usage',
      { usage: null, message: { model: 'm', usage: { input_tokens: 1 } }, bad: 1 },
    ],
  ])('does not call a record whole of which it left out %s', async (_, part) => {
    const { handler, kept } = setUp();
    await handler(sqsEvent(record('q', { status: 'broken', ...part })));
    const { quarantined } = await kept();
    expect(quarantined).toMatchObject([{ id: 'm0#0' }]);
    expect(quarantined[0]).not.toHaveProperty('complete');
  });

  it('receives what has more tokens than one call can have used, as a whole', async () => {
    const { store, handler, kept } = setUp();
    const { batchItemFailures } = await handler(
      sqsEvent(record('huge', { usage: { output_tokens: 1e8 + 1 } })),
    );
    expect(batchItemFailures).toEqual([]);
    expect(await store.getRecord(own('huge'))).toBeUndefined();
    const { quarantined } = await kept();
    expect(quarantined).toMatchObject([
      { reason: 'too_many_tokens', complete: true, problems: [{ path: '/usage' }] },
    ]);
  });
});
