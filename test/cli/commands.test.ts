import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { DoctorAws } from '../../packages/cli/src/doctor/doctor-aws.ts';
import { loopbackPort } from '../../scripts/local/loopback-port.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { queueConsumer } from './support/consume-queue.ts';
import { examplesInMemory } from './support/examples.ts';
import { AGREEING, wordsOf } from './support/fake-io.ts';
import { startIssuer } from './support/issuer.ts';
import { leaves } from './support/leaves.ts';
import { servedMachine } from './support/served-machine.ts';

describe('every command', () => {
  const commands = leaves();

  it('has a help with an example, a description, and its options', async () => {
    const machine = servedMachine();
    for (const { path, command, examples } of commands) {
      const { code, out } = await machine.run(`${path} --help`);
      expect([path, code]).toEqual([path, 0]);
      expect([path, command.description()]).not.toEqual([path, '']);
      expect([path, examples.length]).not.toEqual([path, 0]);
      for (const example of examples) {
        expect(out).toContain(`  token-ledger ${example}`);
        expect(example.startsWith(path)).toBe(true);
      }
    }
    expect(commands.length).toBeGreaterThan(45);
  });

  it('is unknown if it does not exist, with the one that was probably intended', async () => {
    const { code, err } = await servedMachine().run('stat');
    expect(code).toBe(2);
    expect(err).toContain("Error: unknown command 'stat'\n(Did you mean stats?)");
  });

  it.each([
    'stats --las 7d',
    'stats --by team',
    'top --limit 0',
    'top --limit many',
    'records show',
    'keys create',
  ])('refuses a wrong command line before it asks the ledger: %s', async (line) => {
    const machine = servedMachine();
    const { code, err, out } = await machine.run(line);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^Error: .+\n\(--help shows the options\)\n$/s);
    expect(machine.api.requests).toEqual([]);
  });
});

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

/** Half an hour before the clock of the ledger. */
const EARLIER = NOON - 1_800_000;

/** The cells of the table below the fields of a call. */
function priceLinesOf({ out }: { readonly out: string }): readonly (readonly string[])[] {
  const [, table] = out.trimEnd().split('\n\n');
  return table?.split('\n').map((line) => line.trim().split(/ {2,}/)) ?? [];
}

describe('answers', () => {
  const machine = servedMachine();
  beforeAll(async () => {
    await machine.api.record(
      usageRecord({
        userId: 'u_1',
        occurredAtMs: EARLIER,
        tokens: { ...usageRecord().tokens, input: 1_234_567 },
      }),
      usageRecord({ userId: 'u_2', occurredAtMs: EARLIER }),
      usageRecord({ userId: 'u_3', occurredAtMs: EARLIER, model: 'claude-next-9' }),
    );
    await machine.run('users add u_1 --name Ada');
  });
  const day = '--in 2026-11-21';

  it('for people are short, and name who used and cost most', async () => {
    const { out, err } = await machine.run(`top ${day}`);
    const [head, first, second] = out.split('\n');
    expect(head).toMatch(
      /^ *# +user +of cost +requests +errors +input +output +cache write +cache read +total +cost$/,
    );
    expect(first).toMatch(/^1 +Ada \(u_1\) +99\.\d% +1 +0 +1\.235M +500 +100 +50 +1\.235M +\$2\.47$/);
    expect(second).toMatch(/^2 +u_2 +0\.\d% .* \$0\.0\d+$/);
    expect(out).toMatch(/All: \$2\.48\+ for 3 requests, 2026-11-21 00:00 to 2026-11-21 12:00 UTC\./);
    expect(err).toContain('+ 1 requests have no price');
  });

  it('for programs are exact, an object a line', async () => {
    const rows = await machine.json(`stats --by user ${day}`);
    expect(rows).toMatchObject([
      { id: 'u_1', name: 'Ada', tokens: { input: 1_234_567 }, cost: { usd: '2.474434' } },
      { id: 'u_2', tokens: { input: 1000 } },
      { id: 'u_3', cost: { usd: '0', unpricedRequests: 1 } },
    ]);
  });

  it('of calls are only those that cost as much as asked', async () => {
    const costs = async (least: string) =>
      (
        (await machine.json(`records list ${day} --min-cost ${least}`)) as readonly {
          readonly cost: { readonly usd: string };
        }[]
      ).map(({ cost: { usd } }) => usd);
    expect(await costs('2.474434')).toEqual(['2.474434']);
    expect(await costs('2.474434001')).toEqual([]);
    expect(await machine.run(`records list ${day} --min-cost 1e3`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('must be an amount of US dollars such as 0.5'),
    });
  });

  it('end at the limit, across pages', async () => {
    expect(await machine.json(`records list ${day} --limit 2`)).toHaveLength(2);
    expect(await machine.json(`records list ${day} --limit all`)).toHaveLength(3);
    expect(await machine.json(`stats --by user ${day} --limit 1`)).toHaveLength(1);
  });

  it('are about one user, one key, or both, however they are split', async () => {
    const users = async (line: string) =>
      ((await machine.json(`stats ${line} ${day}`)) as readonly { readonly requests: number }[]).map(
        ({ requests }) => requests,
      );
    expect(await users('--user u_1')).toEqual([1]);
    expect(await users('--by user --user u_1')).toEqual([1]);
    expect(await users('--by user --user u_1 --key ak_1')).toEqual([1]);
    expect(await users('--by key --key ak_1')).toEqual([3]);
    expect(await users('--key ak_1 --user u_2')).toEqual([1]);
    for (const command of ['overview', 'trends', 'top --by model'])
      expect(await machine.run(`${command} ${day} --user u_1 --key ak_1`)).toMatchObject({ code: 0 });
  });

  it('of one call have every figure', async () => {
    const [record] = (await machine.json(`records list ${day} --user u_1`)) as readonly {
      readonly requestId: string;
    }[];
    const { out } = await machine.run(['records', 'show', record?.requestId ?? '']);
    expect(out).toMatch(/tokens input +1,234,567\ntokens output +500\n/);
    expect(out).toMatch(/tokens cacheCreationUnattributed +10\n/);
    expect(out).toMatch(/cost +\$2\.474434 \(list \$2\.474434\)\n/);
    expect(out).toMatch(/occurred +2026-11-21T11:30:00\.000Z \(2026-11-21 11:30 UTC\)/);
    expect(await machine.run('records show req_nobody')).toMatchObject({ code: 4 });
  });

  it('of one call have what adds up to its cost', async () => {
    const priced = servedMachine();
    await priced.api.record(
      usageRecord({ requestId: 'req_1', occurredAtMs: EARLIER }),
      usageRecord({ requestId: 'req_2', model: 'claude-next-9', occurredAtMs: EARLIER }),
    );
    expect(priceLinesOf(await priced.run('records show req_1'))).toEqual([
      ['model', 'kind', 'quantity', 'price', 'cost'],
      ['claude-sonnet-5-5', 'input', '1,000', '$2.00 per million', '$0.002'],
      ['claude-sonnet-5-5', 'output', '500', '$10.00 per million', '$0.005'],
      ['claude-sonnet-5-5', 'cacheCreation5m', '60', '$2.50 per million', '$0.00015'],
      ['claude-sonnet-5-5', 'cacheCreation1h', '30', '$4.00 per million', '$0.00012'],
      ['claude-sonnet-5-5', 'cacheCreationUnattributed', '10', '$2.50 per million', '$0.000025'],
      ['claude-sonnet-5-5', 'cacheRead', '50', '$0.10 per million', '$0.000005'],
    ]);
    expect(priceLinesOf(await priced.run('records show req_2'))).toEqual([]);
  });

  it('of one call show list prices beside those after discounts', async () => {
    const [record] = (await machine.json(`records list ${day} --user u_2`)) as readonly {
      readonly cost: object;
    }[];
    const search = { model: 'm', kind: 'webSearch', quantity: 1, per: 1000, usd: '0.009' };
    const cost = { ...record?.cost, lines: [{ ...search, price: '9', listPrice: '10' }] };
    const fetch = async () => Response.json({ records: [{ ...record, cost }] });
    expect(priceLinesOf(await machine.run('records show req_1', { fetch }))).toEqual([
      ['model', 'kind', 'quantity', 'list price', 'price', 'cost'],
      ['m', 'webSearch', '1', '$10.00 per thousand', '$9.00 per thousand', '$0.009'],
    ]);
  });

  it('of an export are only within its bounds', async () => {
    const filterOf = async (options: string) => {
      const [created] = (await machine.json(`export create ${day} --no-wait ${options}`)) as readonly {
        readonly id: string;
      }[];
      return (await machine.api.harness.exports.getExport(created?.id ?? ''))?.definition.filter;
    };
    expect(await filterOf('--min-tokens 10 --max-tokens 2000')).toEqual({ minTokens: 10, maxTokens: 2000 });
    expect(await filterOf('--what statistics --by user --min-requests 0 --max-requests 5')).toEqual({
      minRequests: 0,
      maxRequests: 5,
    });
    expect(await machine.run(`export create ${day} --min-tokens 2 --max-tokens 1`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('must not be less than minTokens'),
    });
  });

  it('of a roll-up and a rebuild count what was processed, and show errors', async () => {
    const counting = servedMachine();
    await counting.api.record(
      ...[1, 2].map((n) => usageRecord({ requestId: `req_${n}`, occurredAtMs: NOON - 7_200_000 })),
    );
    const aggregated = await counting.run('aggregate --last 3h');
    expect(aggregated.out).toMatch(/hours +1\nunder way +0\n.*records +2\nerrors +none\n/s);
    const sleep = () => counting.api.harness.ledger.rollUp().then(() => undefined);
    const rebuilt = await counting.run('rebuild --last 3h --wait', { sleep });
    expect(rebuilt.out).toMatch(/status +finished\n.*records +2\nerrors +none\n/s);
  });

  it('say so if there is nothing', async () => {
    expect(await machine.run('top --in 2026-11-20')).toEqual({
      code: 0,
      out: 'No usage in this range.\n',
      err: '',
    });
    expect(await machine.run('top --in 2026-11-20 --json')).toEqual({ code: 0, out: '', err: '' });
  });

  it('of budgets show which thresholds were reached, and when', async () => {
    const fired = { threshold: 50, firedAt: '2026-11-14T08:11:31.000Z' };
    const current = { spent: '6', left: '4', usedPercent: 60, alerts: [fired] };
    const budget = { id: 'b1', name: 'All', scope: { dimension: 'all' }, period: 'monthly', unit: 'USD' };
    const fetch = async () => Response.json({ budgets: [{ ...budget, amount: '10', current }] });
    const { out } = await machine.run('budgets list --time-zone Europe/Berlin', { fetch });
    expect(out).toContain('reached (Europe/Berlin)');
    expect(out).toContain('50% 2026-11-14 09:11');
  });

  it('of a new budget have its amount and period, and what is spent already', async () => {
    const { out } = await machine.run('budgets create --name "All usage" --amount 1250 --thresholds 80');
    const fields = new Map(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ {2,}/) as [string, string]),
    );
    expect(fields.get('budget')).toMatch(/^All usage \(\w+\)$/);
    fields.delete('budget');
    expect(Object.fromEntries(fields)).toEqual({
      of: 'all usage',
      amount: '$1,250.00 monthly',
      spent: '$2.48+ (0.1%)',
      thresholds: '80%',
    });
    const tokens = await machine.run(
      'budgets create --name Ada --unit tokens --amount 2000000 --period daily --of user --id u_1',
    );
    expect(tokens.out).toMatch(
      /of +user Ada \(u_1\)\namount +2M tokens daily\nspent +[\d.]+M tokens \(\d+\.\d%\)\n/,
    );
  });

  it('have times in the named zone', async () => {
    const { out } = await machine.run(`records list ${day} --time-zone Asia/Kolkata`);
    expect(out).toContain('2026-11-21 17:00');
    expect(await machine.run('top --time-zone Berlin')).toMatchObject({ code: 2 });
  });

  it('have colors on a terminal only, and never with NO_COLOR', async () => {
    const terminal = { input: false, output: true, errors: true };
    const env = { TOKEN_LEDGER_URL: 'https://ledger.example.com', TOKEN_LEDGER_KEY: 'tl_ak_1_secret' };
    const escape = '\u001b[';
    expect((await machine.run(`top ${day}`, { terminal })).out).toContain(escape);
    expect((await machine.run(`top ${day}`, { terminal, env: { ...env, NO_COLOR: '1' } })).out).not.toContain(
      escape,
    );
    expect((await machine.run(`top ${day}`)).out).not.toContain(escape);
    expect((await machine.run(`top ${day}`, { env: { ...env, FORCE_COLOR: '1' } })).out).toContain(escape);
  });

  it('of problems have their text, what to do, and a code', async () => {
    const { code, err } = await machine.run('users add u_1 --name Eve');
    expect(code).toBe(1);
    expect(err).toMatch(/^Error: A user of this id is registered already\.\nRequest id: /);
    const document = { code: 'insufficient_scope', detail: 'It needs admin.' };
    const fetch = async () => Response.json(document, { status: 403 });
    expect(await machine.run('conflicts', { fetch })).toMatchObject({
      code: 3,
      err: expect.stringMatching(/^Error: It needs admin\.\nCreate a key that has it: .+ --scopes <scopes>/),
    });
    const json = await machine.run('budgets show nobody --json');
    expect(json.code).toBe(4);
    expect(JSON.parse(json.err)).toMatchObject({ error: { code: 'budget_not_found', exitCode: 4 } });
  });
});

describe('what cannot be undone', () => {
  const machine = servedMachine();
  const terminal = { input: true, output: false, errors: false };

  it('needs --yes where nobody can be asked, and changes nothing without', async () => {
    const [budget] = (await machine.json('budgets create --name A --amount 1')) as readonly {
      readonly id: string;
    }[];
    const remove = `budgets remove ${budget?.id}`;
    expect(await machine.run(remove)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Add --yes to confirm.'),
    });
    expect(await machine.run(remove, { terminal, confirm: async () => false })).toMatchObject({ code: 130 });
    expect(await machine.json('budgets list')).toHaveLength(1);
    expect(await machine.run(remove, { terminal, confirm: async () => true })).toMatchObject({ code: 0 });
    expect(await machine.json('budgets list')).toHaveLength(0);
  });

  it('keeps what it does not change: the scopes of a key that is disabled, the address of a user', async () => {
    const [key] = (await machine.json('keys create --name A --scopes ingest,read --owner u_9')) as readonly {
      readonly id: string;
    }[];
    await machine.run(`keys disable ${key?.id} --yes`);
    await machine.run('users add u/9 --name Ada --email ada@example.com');
    await machine.run('users disable u/9 --yes');
    expect(await machine.json('keys list')).toMatchObject([
      { name: 'A', scopes: ['ingest', 'read'], ownerUserId: 'u_9', disabled: true },
    ]);
    expect(await machine.json('users list')).toMatchObject([
      { id: 'u/9', email: 'ada@example.com', disabled: true },
    ]);
    await machine.run('users enable u/9');
    expect(await machine.json('users list')).toMatchObject([{ disabled: false }]);
  });

  it('shows the secret of a key once, alone on standard output', async () => {
    const { out, err } = await machine.run('keys create --name B --scopes ingest');
    expect(out).toMatch(/^tl_ak_\w+\n$/);
    expect(err).toContain('Store the key now');
    expect((await machine.run('keys list --json')).out).not.toContain(out.trim());
  });

  it('lists prices with their unit, and shows in what rows of a model differ', async () => {
    const { out } = await machine.run('prices list --model claude-sonnet-4-6');
    const [unit, , ...rows] = linesOf(out);
    expect(unit).toBe('US dollars per million tokens');
    expect(rows).toEqual([
      'claude-sonnet-4-6 3 15 3.75 6 0.3 2026-03-12 prompts over 200K 6/22.5, in the US ×1.1',
      'claude-sonnet-4-6 3 15 3.75 6 0.3 2026-03-12 in the US ×1.1',
    ]);
    const { out: all } = await machine.run('prices list');
    expect(all).toContain('1,000 web searches: 10 US dollars\n');
    expect((await machine.run('prices list --model claude-opus-4-8')).out).toContain('fast 10/50');
  });

  it('says from when the price book is in force, the first one from the beginning', async () => {
    expect((await machine.run('prices list')).err).toContain('Price book 1, in force from the beginning,');
    const readInput = async () => '{"overrides":[{"model":"*","discountBasisPoints":700}]}';
    const { out } = await machine.run(['prices', 'set', '-', '--yes'], { readInput });
    expect(out).toMatch(/applies from +\d{4}-\d\d-\d\d \d\d:00 UTC/);
    const { err } = await machine.run('prices list');
    expect(err).toMatch(/Price book 2, in force from \d{4}-\d\d-\d\d \d\d:00 UTC, with 1 overrides/);
  });

  it('lists overrides with what each of them sets', async () => {
    const prices = { input: '1', output: '5', force: true };
    const overrides = [
      { model: '*', discountBasisPoints: 500 },
      { model: 'claude-opus-5', prices },
      { model: 'claude-sonnet-5', listPrices: prices },
    ];
    const readInput = async () => JSON.stringify({ overrides });
    await machine.run(['prices', 'set', '-', '--yes'], { readInput });
    const { out } = await machine.run('prices overrides');
    expect(linesOf(out)).toEqual([
      'US dollars per million tokens',
      'model sets discount input output from to',
      '* discount 5%',
      'claude-opus-5 price 1 5',
      'claude-sonnet-5 list price 1 5',
    ]);
  });

  it('does not replace prices that somebody else changed meanwhile', async () => {
    const readInput = async () => {
      await machine.run(['prices', 'set', '-', '--yes'], { readInput: async () => '{"overrides":[]}' });
      return '{"overrides":[{"model":"*","discountBasisPoints":500}],"expectedRevision":0}';
    };
    const { code, err } = await machine.run(['prices', 'set', '-', '--yes'], { readInput });
    expect([code, err]).toEqual([1, expect.stringContaining('prices')]);
  });
});

/** The lines of a table, without the width of its columns. */
function linesOf(table: string): readonly string[] {
  return table
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '));
}

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const written: string[] = [];
    const log = jest
      .spyOn(globalThis.console, 'log')
      .mockImplementation((text: string) => void written.push(text));
    try {
      expect((await servedMachine().run(`completion ${shell}`)).code).toBe(0);
    } finally {
      log.mockRestore();
    }
    expect(written.join('\n')).toContain('token-ledger');
  });
});
