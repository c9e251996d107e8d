import { beforeAll, describe, expect, it } from '@jest/globals';
import { leaves } from './support/leaves.ts';
import { DAY, threeUsers } from './support/three-users.ts';

const MORE = 'There are more than --limit 1 shows: --limit all shows all of them.\n';

const range = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' };
const sum = { requestId: 'req_1', tokens: { total: 1 }, source: 'client' };
const conflict = {
  accessKeyId: 'ak_1',
  receivedAt: range.from,
  reason: 'usage',
  recorded: sum,
  reported: sum,
};
const run = { id: 'run_1', startedAt: range.from, range, status: 'finished' };

/** Each command with `--limit`, and what a ledger answers where it is not that of the three users. */
const LISTS: Readonly<Record<string, object | undefined>> = {
  [`stats --by user ${DAY}`]: undefined,
  [`records list ${DAY}`]: undefined,
  'users list': undefined,
  'keys list': undefined,
  'failed list': undefined,
  'export list': undefined,
  conflicts: { conflicts: [conflict, conflict] },
  'report runs r_1': { runs: [run, run] },
};

describe('a list with a limit', () => {
  const machine = threeUsers();
  beforeAll(async () => {
    await machine.run('users add u_2 --name Bo');
    for (const name of ['a', 'b']) {
      await machine.run(`keys create --name ${name} --scopes ingest`);
      await machine.run('export create --last 1h --no-wait');
      machine.api.deadLetters.live.add(name);
    }
  });

  const stubbed = (answer: object | undefined) =>
    answer ? { fetch: async () => Response.json(answer) } : {};
  const errors = async (line: string, answer: object | undefined) =>
    (await machine.run(line, stubbed(answer))).err;

  it('is tested here, whichever command it is of', () => {
    const limited = leaves().filter(({ command }) => command.options.some(({ long }) => long === '--limit'));
    const tested = limited.filter(({ path }) => Object.keys(LISTS).some((line) => line.startsWith(path)));
    // The ranking counts all of its consumers, so it says how many are not shown.
    expect(limited.filter((leaf) => !tested.includes(leaf)).map(({ path }) => path)).toEqual(['top']);
    expect(tested).toHaveLength(Object.keys(LISTS).length);
  });

  it.each(Object.entries(LISTS))('says that there are more, and only then: %s', async (line, answer) => {
    const rowsOf = async (limit: string) =>
      (await machine.run(`${line} --limit ${limit} --json`, stubbed(answer))).out.trim().split('\n').length;
    const all = await rowsOf('all');
    expect([all > 1, await rowsOf('1')]).toEqual([true, 1]);
    expect(await errors(`${line} --limit 1`, answer)).toContain(MORE);
    for (const limit of ['all', all, all + 1])
      expect(await errors(`${line} --limit ${limit}`, answer)).not.toContain('There are more');
    expect(await errors(`${line} --limit 1 --json`, answer)).toBe('');
  });

  it('is about what it shows: costs that are not listed have no note', async () => {
    expect(await errors(`stats --by user ${DAY} --limit 2`, undefined)).not.toContain('no price');
    expect(await errors(`stats --by user ${DAY} --limit 3`, undefined)).toContain('1 request has no price');
  });

  it('reads only as many rows as show whether there are more', async () => {
    const asked: string[] = [];
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      asked.push(new URL(new Request(input, init).url).searchParams.get('limit') ?? '');
      return machine.api.fetch(input, init);
    };
    const changes = { fetch: fetch as typeof globalThis.fetch };
    await machine.run(`records list ${DAY} --limit 1`, changes);
    await machine.run(`records list ${DAY} --limit 1 --json`, changes);
    await machine.run(`records list ${DAY} --limit all`, changes);
    expect(asked).toEqual(['2', '1', '500']);
  });
});
