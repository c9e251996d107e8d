import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CloudPlatform, startBedrock, startVertex } from '../support/cloud-platforms.ts';
import { type MessagesApi, startMessagesApi, USAGE } from '../support/messages-api.ts';
import { preparePythonClient, runPython } from '../support/python-client.ts';
import { type StubLedger, startStubLedger } from '../support/stub-ledger.ts';

let api: MessagesApi;
let bedrock: CloudPlatform;
let vertex: CloudPlatform;

beforeAll(async () => {
  api = await startMessagesApi();
  [bedrock, vertex] = await Promise.all([startBedrock(api), startVertex(api)]);
  await preparePythonClient();
}, 180_000);
afterAll(async () => {
  await Promise.all([bedrock.close(), vertex.close()]);
  await api.close();
});

it('passes the tests of the Python client', async () => {
  const { stderr } = await runPython(['-m', 'unittest', 'discover', '--start-directory', 'tests']);
  expect(stderr).toMatch(/^Ran \d\d tests.*^OK$/ms);
});

/** Runs calls of the real SDK. Returns what they printed, and the ledger that they reported to. */
async function call<Printed>(...args: readonly string[]): Promise<{ printed: Printed; stub: StubLedger }> {
  const stub = await startStubLedger();
  const { stdout, stderr } = await runPython(['tests/sdk_calls.py', ...args], {
    MESSAGES_API_URL: api.url,
    BEDROCK_URL: bedrock.url,
    VERTEX_URL: vertex.url,
    TOKEN_LEDGER_URL: stub.url,
    TOKEN_LEDGER_KEY: stub.accessKey,
  });
  await stub.close();
  expect(stderr).toBe('');
  expect(stub.refusals).toEqual([]);
  return { printed: JSON.parse(stdout) as Printed, stub };
}

/** What a caller saw of one call. */
interface Seen {
  readonly requestId?: string;
  readonly messageId?: string;
  readonly events?: readonly string[];
  readonly error?: string;
  readonly leftAtMs?: number;
}

describe.each(['anthropic', 'anthropic-async', 'bedrock', 'bedrock-async', 'vertex', 'vertex-async'])(
  'the SDK for Python: %s',
  (client) => {
    let plain: Readonly<Record<string, Seen>>;
    let captured: typeof plain;
    let stub: StubLedger;

    beforeAll(async () => {
      const { printed, ...rest } = await call<{ plain: typeof plain; captured: typeof plain }>(
        'cases',
        client,
      );
      ({ plain, captured } = printed);
      ({ stub } = rest);
    });

    const recordOf = ({ requestId, messageId }: Seen = {}) =>
      stub.records.find((record) =>
        requestId ? record.requestId === requestId : record.messageId === messageId,
      );

    it('reports each billed call once, with the user and feature of the code that called', () => {
      const names = stub.records.map(({ requestId }) => requestId ?? '');
      expect(new Set(names).size).toBe(names.length);
      expect(names).toHaveLength(Object.keys(captured).length - ['refused', 'closed'].length);
      expect(names.every((name) => api.billed.has(name))).toBe(true);
      for (const record of stub.records) expect(record).toMatchObject({ userId: 'u_1', feature: 'python' });
      expect(JSON.stringify(stub.records)).not.toContain('secret');
    });

    it('reports what was billed', () => {
      const message = { status: 'ok', stopReason: 'end_turn', usage: { ...USAGE, output_tokens: 7 } };
      for (const name of ['message', 'raw', 'unbuffered', 'retried'])
        expect(recordOf(captured[name])).toMatchObject(message);
      const stream = { status: 'ok', stopReason: 'end_turn', usage: { ...USAGE, output_tokens: 150 } };
      for (const name of ['events', 'helper']) expect(recordOf(captured[name])).toMatchObject(stream);
      const partial = { status: 'partial', usage: { ...USAGE, output_tokens: 1 } };
      for (const name of ['left', 'error', 'cut']) expect(recordOf(captured[name])).toMatchObject(partial);
      const unread = { status: 'partial', model: 'claude-opus-5-5', usage: { output_tokens: 0 } };
      expect(recordOf(captured['unread'])).toMatchObject(unread);
    });

    it('lets the caller see the same results, events and errors as without', () => {
      const comparable = (seen: typeof plain) =>
        JSON.stringify(seen, (key, value: unknown) =>
          key === 'leftAtMs' || key === 'requestId' || key === 'messageId' ? typeof value : value,
        );
      expect(comparable(captured)).toBe(comparable(plain));
      expect(captured['cut']?.error).toBe('RemoteProtocolError');
      expect(captured['refused']?.error).toMatch(/^OverloadedError: /);
      expect(captured['closed']?.error).toBe('APIConnectionError: Connection error.');
    });

    it('lets the API see at once that a caller left', () => {
      const toClose = ({ requestId, leftAtMs }: Seen = {}) => {
        const { closedAtMs } = api.billed.get(requestId ?? '') ?? {};
        return performance.timeOrigin + (closedAtMs ?? Number.NaN) - (leftAtMs ?? Number.NaN);
      };
      // Generous, because both processes wait for a busy machine; without the close it would take seconds.
      expect(toClose(captured['left'])).toBeLessThan(toClose(plain['left']) + 1000);
    });
  },
);

describe.each(['anthropic', 'anthropic-async', 'bedrock-async'])(
  'many calls, given up at random: %s',
  (client) => {
    it('reports exactly what was billed', async () => {
      const from = api.requests();
      const { printed, stub } = await call<{ answered: string[] }>('random', client, '20261129', '200');
      const billed = [...api.billed].filter(([requestId]) => Number(requestId.slice(4)) > from);
      const reported = new Map(stub.records.map((record) => [record.requestId ?? '', record]));
      expect(stub.records).toHaveLength(reported.size);
      // A caller who leaves before the answer begins knows nothing of the call, not even its name.
      expect(new Set(reported.keys())).toEqual(new Set(printed.answered));
      expect(printed.answered.length).toBeGreaterThan(billed.length * 0.9);
      for (const [requestId, record] of reported) {
        const { messageId, outputTokens = [] } = api.billed.get(requestId) ?? {};
        const { output_tokens: output } = record.usage as { output_tokens: number };
        if (record.status === 'ok') expect(output).toBe(outputTokens.at(-1));
        else expect([0, ...outputTokens]).toContain(output);
        expect(record.messageId).toBe(output === 0 ? undefined : messageId);
      }
      expect(stub.records.filter(({ status }) => status === 'ok').length).toBeGreaterThan(50);
    });
  },
);
