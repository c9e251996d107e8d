import { describe, expect, it } from '@jest/globals';
import { MAX_ITERATIONS, MAX_USAGE_EVENTS, parseUsageRecord } from '@token-ledger/contract';

const SECRET = 'my wife said';
const IDENTITY = { accessKeyId: 'ak_1', userId: 'u_1' };
const USAGE = { input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: 5 };

/** A stream as the API sends it, content included. */
const START = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [],
    stop_reason: null,
    usage: USAGE,
  },
};
const BLOCK = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: SECRET } };
const TEXT = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: SECRET } };
const PING = { type: 'ping' };
const DELTA = {
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: SECRET },
  usage: { output_tokens: 42 },
};
const STOP = { type: 'message_stop' };
const ERROR = { type: 'error', error: { type: 'overloaded_error', message: SECRET } };

function parsed(part: object) {
  return parseUsageRecord({ ...IDENTITY, ...part });
}

function problems(part: object): string[] {
  const result = parsed(part);
  return result.ok ? [] : result.problems.map(({ path, code }) => `${path} ${code}`);
}

describe('the events of a stream, as they came', () => {
  it('are one record, with the identity and the model that they name and nothing of their content', () => {
    const result = parsed({ events: [START, PING, BLOCK, TEXT, DELTA, STOP] });
    expect(result).toMatchObject({
      ok: true,
      usage: {
        requestId: 'msg_1',
        model: 'claude-sonnet-5-5',
        stopReason: 'end_turn',
        status: 'ok',
        tokens: { input: 10, output: 42, cacheCreationUnattributed: 5 },
      },
    });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('may stand beside the request id of the response, which is the better identity', () => {
    expect(parsed({ requestId: 'req_1', events: [START, STOP] })).toMatchObject({
      usage: { requestId: 'req_1', status: 'ok' },
    });
  });

  it('are partial without message_stop', () => {
    expect(parsed({ events: [START, TEXT, ERROR] })).toMatchObject({ usage: { status: 'partial' } });
  });

  it('are a failed call when there is nothing but an error, of a model that has to be named', () => {
    const failed = { requestId: 'req_1', events: [ERROR] };
    expect(problems(failed)).toEqual(['/model required']);
    expect(parsed({ ...failed, model: 'claude-sonnet-5-5' })).toMatchObject({
      usage: { status: 'error', tokens: { input: 0, output: 0 } },
    });
  });

  it.each<[string, object, readonly string[]]>([
    ['usage', { usage: USAGE }, ['/usage conflicting_fields']],
    ['a message', { message: START.message }, ['/events conflicting_fields']],
    ['a status', { status: 'ok' }, ['/status conflicting_fields']],
    ['a stop reason', { stopReason: 'end_turn' }, ['/stopReason conflicting_fields']],
    ['a model, which message_start names', { model: 'm' }, ['/model conflicting_fields']],
  ])('do not stand beside %s', (_, part, expected) => {
    expect(problems({ events: [START, DELTA, STOP], ...part })).toEqual(expected);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no list', START, ['/events wrong_type']],
    ['a text', [START, SECRET], ['/events/1 wrong_type']],
    ['an event without a type', [START, {}], ['/events/1/type required']],
    ['two streams', [START, STOP, START, STOP], ['/events/2 not_allowed']],
    [
      'a message_start without its message',
      [{ type: 'message_start' }, DELTA],
      ['/events/0/message required'],
    ],
    ['no usage', [PING, STOP], ['/events required']],
    ['usage of no known counter', [{ ...DELTA, usage: { prompt_tokens: 1 } }], ['/events required']],
    [
      'a split of more than its total',
      [START, { ...DELTA, usage: { cache_creation: { ephemeral_5m_input_tokens: 6 } } }],
      ['/events/cache_creation inconsistent_counts'],
    ],
    [
      'a bad counter',
      [START, { ...DELTA, usage: { output_tokens: -1 } }],
      ['/events/1/usage/output_tokens out_of_range'],
    ],
  ])('are refused as %s', (_, events, expected) => {
    const named = Array.isArray(events) && events.some((event) => event === START);
    const result = parsed({ requestId: 'req_1', ...(!named && { model: 'm' }), events });
    const relevant = result.ok ? [] : result.problems.filter(({ path }) => path.startsWith('/events'));
    expect(relevant.map(({ path, code }) => `${path} ${code}`)).toEqual(expected);
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it(`are at most ${MAX_USAGE_EVENTS} about usage, and any number of others`, () => {
    const texts = Array.from({ length: 20_000 }, () => TEXT);
    const deltas = (count: number) => Array.from({ length: count }, () => DELTA);
    expect(problems({ events: [START, ...texts, ...deltas(MAX_USAGE_EVENTS - 2), STOP] })).toEqual([]);
    expect(problems({ events: [START, ...deltas(MAX_USAGE_EVENTS - 1), STOP] })).toEqual([
      '/events invalid_length',
    ]);
  });
});

describe('the iterations of a stream', () => {
  const step = { type: 'compaction', input_tokens: 7 };
  const deltaOf = (iterations: unknown) => ({ ...DELTA, usage: { output_tokens: 42, iterations } });

  it('are those of the last event that lists any', () => {
    const start = { ...START, message: { ...START.message, usage: { ...USAGE, iterations: [step] } } };
    const ofStart = parsed({ events: [start, DELTA, STOP] });
    expect(ofStart).toMatchObject({ usage: { iterations: [{ tokens: { input: 7 } }] } });
    const replaced = parsed({ events: [start, deltaOf([step]), deltaOf([step, step]), deltaOf(null), STOP] });
    expect(replaced.ok && replaced.usage.iterations).toHaveLength(2);
  });

  it(`are at most ${MAX_ITERATIONS}`, () => {
    const steps = (count: number) => Array.from({ length: count }, () => step);
    expect(problems({ events: [START, deltaOf(steps(MAX_ITERATIONS)), STOP] })).toEqual([]);
    expect(problems({ events: [START, deltaOf(steps(MAX_ITERATIONS + 1)), STOP] })).toEqual([
      '/events/1/usage/iterations invalid_length',
    ]);
  });

  it('are refused, however many are wrong in however many events', () => {
    const wrong = (count: number) => Array.from({ length: count }, () => 0);
    const usage = { ...USAGE, iterations: wrong(128) };
    for (const event of [
      deltaOf(wrong(128)),
      { type: 'message_start', message: { ...START.message, usage } },
      { type: 'message_stop', message: { ...START.message, usage }, usage },
    ]) {
      const events = [START, ...Array.from({ length: MAX_USAGE_EVENTS - 2 }, () => event), deltaOf(wrong(1))];
      expect(problems({ events }).length).toBeGreaterThan(0);
    }
    expect(problems({ events: [START, deltaOf(wrong(400_000)), STOP] })).toEqual([
      '/events/1/usage/iterations invalid_length',
    ]);
  });
});

describe('figures of a stream that are not known', () => {
  it('are named like those of a usage object', () => {
    const start = { ...START, message: { ...START.message, usage: { ...USAGE, audio_tokens: 5 } } };
    const delta = { ...DELTA, usage: { output_tokens: 42, page_tokens: 7 } };
    expect(parsed({ events: [start, TEXT, delta, STOP] })).toMatchObject({
      unknownFigures: ['audio_tokens', 'page_tokens'],
    });
  });
});

describe('a call that failed', () => {
  const failed = { requestId: 'e1', status: 'error', model: 'claude-sonnet-5-5' };

  it.each([{}, { usage: null }, { usage: {} }])('counts without usage: %j', (part) => {
    expect(parsed({ ...failed, ...part })).toMatchObject({
      ok: true,
      usage: { status: 'error', tokens: { input: 0, output: 0, cacheRead: 0 } },
    });
  });

  it('counts with the usage it reports', () => {
    expect(parsed({ ...failed, usage: { input_tokens: 7 } })).toMatchObject({
      usage: { tokens: { input: 7 } },
    });
  });

  it.each(['ok', 'partial', undefined])('is the only one that may lack usage; %s may not', (status) => {
    expect(problems({ ...failed, status })).toEqual(['/usage required']);
    expect(problems({ ...failed, status, usage: {} })).toEqual(['/usage required']);
  });
});
