import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DoctorAws } from '../../packages/cli/src/doctor/doctor-aws.ts';
import { loopbackPort } from '../../scripts/local/loopback-port.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { queueConsumer } from './support/consume-queue.ts';
import { examplesInMemory } from './support/examples.ts';
import { AGREEING, wordsOf } from './support/fake-io.ts';
import { startIssuer } from './support/issuer.ts';
import { servedMachine } from './support/served-machine.ts';

/** Commands whose examples begin without a ledger, or are about all of it. */
const FROM_NOTHING = /^(login|demo|doctor)/;

describe('a command with its example', () => {
  const machine = servedMachine();
  const real = new Map<string, string>();

  beforeAll(async () => {
    await machine.api.record(
      ...[1, 2, 3].map((n) => usageRecord({ userId: `u_4${n}`, occurredAtMs: NOON - n })),
    );
    await machine.api.record(usageRecord({ requestId: 'req_011CXyz' }));
    const first = async (line: string): Promise<string> => {
      const [item] = (await machine.json(line)) as readonly { readonly id: string }[];
      return item?.id ?? '';
    };
    const file = (name: string, content: unknown) =>
      writeFileSync(
        join(machine.home, name),
        typeof content === 'string' ? content : JSON.stringify(content),
      );
    file('users.csv', 'id,name\nu_41,Ada\n');
    file('report.json', { title: 'Usage', what: ['statistics'], format: 'csv', range: 'yesterday' });
    file('overrides.json', { overrides: [{ model: '*', discountBasisPoints: 1000 }] });
    real.set('ak_01M80KJ8Z66507EF969MFWG8F2', await first('keys create --name first --scopes ingest'));
    real.set('01M80KTDP6JB13DA68V8YHQZCS', await first('export create --last 1h --no-wait'));
    real.set('budgets', await first('budgets create --name All --amount 10'));
    real.set('report', await first('report create report.json'));
  });

  /** Examples have sample ids. */
  const withRealIds = (line: string) => {
    const [word = ''] = line.split(' ');
    const id = (sample: string) => real.get(sample) ?? sample;
    return line.replace('kT3xPq0aVb9LwZ1c', id(word)).replaceAll(/ak_01M\w+|01M\w+/g, id);
  };

  const openLedger = async () => ({
    ...machine.api.harness.ledger.deps,
    description: 'a ledger in memory',
    timeZone: 'UTC',
  });

  const deadLetter = async () => {
    const record = {
      requestId: 'req_9',
      accessKeyId: 'ak_1',
      model: 'claude-haiku-5-5',
      usage: { output_tokens: 1 },
    };
    machine.api.deadLetters.live.add(JSON.stringify({ v: 1, records: [record] }));
    const [message] = (await machine.json('failed list --place live')) as readonly { readonly id: string }[];
    return message?.id ?? '';
  };

  it.each(examplesInMemory().filter((line) => !FROM_NOTHING.test(line)))('%s', async (example) => {
    let line = withRealIds(example);
    if (line.includes('live.8f7a')) line = line.replace(/live\.\S+/, await deadLetter());
    const words = wordsOf(line);
    // While a command waits, the ledger rolls up.
    const sleep = () => machine.api.harness.ledger.rollUp().then(() => undefined);
    const { code, out, err } = await machine.run(words, { sleep, openLedger, ...AGREEING });
    if (line === 'rebuild --last 24h') real.set('rebuild', /^rebuild +(\S+)/.exec(out)?.[1] ?? '');
    // Health and quality have their own codes for what they find.
    const isFinding = code === 1 && /^(health|quality)/.test(line);
    expect({ code: isFinding ? 0 : code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    if (!words.includes('--json')) expect(out).not.toBe('');
    if (words.includes('--json')) for (const text of out.split('\n').slice(0, -1)) JSON.parse(text);
  });
});

describe('an example of a command that begins with nothing', () => {
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  beforeAll(async () => {
    issuer = await startIssuer();
  });
  afterAll(() => issuer.close());

  /** A machine at a ledger whose queues are read while a command waits. */
  function newMachine() {
    const machine = servedMachine();
    const consume = queueConsumer(machine.api);
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      const request = new Request(input, init);
      if (request.url.startsWith(issuer.issuer())) return globalThis.fetch(request);
      if (!request.url.endsWith('/console.json')) return machine.api.fetch(request);
      const signIn = { authority: issuer.issuer(), clientId: 'cli', scopes: 'openid', token: 'id_token' };
      return Response.json({ signIn });
    };
    return { machine, changes: { fetch: fetch as typeof globalThis.fetch, sleep: consume } };
  }

  const examples = examplesInMemory().filter((line) => FROM_NOTHING.test(line));

  it.each(examples.filter((line) => line.startsWith('login')))('%s', async (example) => {
    const { machine, changes } = newMachine();
    const words = [...wordsOf(example.replace(' < key.txt', ''))];
    // Other programs may use the port that an issuer usually allows.
    if (words.includes('--browser')) words.push('--redirect-port', String(await loopbackPort()));
    const signedIn = {
      ...changes,
      env: {},
      readInput: async () => 'tl_ak_1_secret\n',
      openBrowser: async (address: string) => void issuer.redirect(address),
    };
    expect(await machine.run(words, signedIn)).toMatchObject({ code: 0 });
    expect(await machine.run('top', signedIn)).toMatchObject({ code: 0, err: '' });
  });

  it.each(examples.filter((line) => line.startsWith('demo')))('%s', async (example) => {
    const { machine, changes } = newMachine();
    const { code, out } = await machine.run(`${example} --yes`, changes);
    expect([code, out]).toEqual([0, expect.stringMatching(/^loaded +[\d,]+ calls of three teams\n$/)]);
    expect(await machine.json('top --by key --last 31d')).toHaveLength(3);
    // The demo has calls that cost as much as the example asks for.
    const ofCost = examplesInMemory().filter((line) => line.includes('--min-cost'));
    expect(ofCost).toHaveLength(1);
    for (const line of ofCost) expect(await machine.json(line)).not.toEqual([]);
  });

  it.each(examples.filter((line) => line.startsWith('doctor')))('%s', async (example) => {
    const { machine, changes } = newMachine();
    const doctorAws: DoctorAws = {
      outputs: {},
      schedules: async () => [],
      consumers: async () => [],
      functions: async () => [],
      subscriptions: async () => [],
      concurrentExecutions: async () => 1000,
      environmentOf: async () => ({}),
      sendMessage: async () => undefined,
    };
    const isFull = example.includes('--stage');
    const { code, out, err } = await machine.run(example, { ...changes, ...(isFull && { doctorAws }) });
    // With AWS it sees that there are no schedules.
    expect([code, err]).toEqual([isFull ? 1 : 0, '']);
    expect(out).toContain('The roll-up has not completed yet');
    expect(out.includes('The stack has no schedule')).toBe(isFull);
  });
});
