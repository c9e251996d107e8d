import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '@token-ledger/core';
import { unpricedModels } from '../../packages/cli/src/unpriced-models.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

const LEAD = 'By model: token-ledger ';

describe('usage without a price', () => {
  const machine = servedMachine();

  beforeAll(async () => {
    const lastMonth = NOON - 40 * DAY_MS;
    await machine.api.record(
      usageRecord({ requestId: 'req_1', occurredAtMs: lastMonth }),
      usageRecord({ requestId: 'req_2', occurredAtMs: lastMonth, model: 'claude-next-1' }),
      usageRecord({ requestId: 'req_3', occurredAtMs: NOON - 1 }),
    );
  });

  it.each([
    ['overview', /^cost +\$[\d.]+\+/m],
    ['top', /^All: \$[\d.]+\+ for 2 requests/m],
    ['stats --period month', /\$[\d.]+\+$/m],
    ['trends --period month', /\$[\d.]+\+ /m],
  ])('puts a + behind the sum that lacks it, and leads to its models: %s', async (command, shown) => {
    const { code, out, err } = await machine.run(`${command} --in 2026-10`);
    expect([code, out]).toEqual([0, expect.stringMatching(shown)]);
    expect(err).toContain('+ 1 request has no price and is not in the cost. By model: ');
    const line = err.slice(err.indexOf(LEAD) + LEAD.length).split('\n')[0] ?? '';
    const named = await machine.run(line);
    expect([named.code, named.out]).toEqual([
      0,
      expect.stringMatching(/^1 +claude-next-1 +100\.0% .* unpriced$/m),
    ]);
    expect(named.err).toContain('+ 1 request has no price and is not in the cost.\n');
    expect(named.err).toContain(
      'token-ledger prices set <file>. Then price the past: token-ledger reprice --in 2026-10 --apply\n',
    );
  });

  it.each(['overview', 'top', 'stats', 'trends'])(
    'is not spoken of where all has a price: %s',
    async (command) => {
      const { out, err } = await machine.run(`${command} --in 2026-11-21`);
      expect(out).toContain('$');
      expect(`${out}${err}`).not.toMatch(/\d\+|no price/);
    },
  );

  it('is missing in the totals of an export, which leads to its range', async () => {
    const [total] = (await machine.json('overview --in 2026-10')) as readonly { readonly totals: object }[];
    const file = { bytes: 9, rows: 2, totals: total?.totals };
    const range = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' };
    const answer = { id: 'exp_1', status: 'finished', progress: 1, range };
    const files = ['a', 'b'].map((name) => ({
      ...file,
      name,
      link: { url: `https://files.example.com/${name}` },
    }));
    const fetch = async (input: string | URL | Request) =>
      new URL(input instanceof Request ? input.url : input).host === 'files.example.com'
        ? new Response('a,b')
        : Response.json({ ...answer, files });
    const { code, out, err } = await machine.run('export download exp_1', { fetch });
    expect([code, out]).toEqual([0, expect.stringMatching(/\$[\d.]+\+\n/)]);
    expect(err).toContain(
      '+ 1 request has no price and is not in the cost. By model: token-ledger top --by model ' +
        `--sort unpricedRequests --from ${range.from} --to ${range.to}\n`,
    );
  });

  it('is no amount where nothing has a price, also of one call', async () => {
    const { out, err } = await machine.run('top --by model --model claude-next-1 --in 2026-10');
    expect(out).toContain('All: unpriced for 1 request, ');
    expect(err).toMatch(/^1 request has no price and is not in the cost\. By model: /);
    const { out: record, err: advice } = await machine.run('records show req_2');
    expect(record).toMatch(/^cost +unpriced\nunpriced +unknown_model$/m);
    expect(advice).toContain(
      'token-ledger reprice --from 2026-10-12T12:00:00.000Z --to 2026-10-12T13:00:00.000Z --apply\n',
    );
    const priced = await machine.run('records show req_1');
    expect(priced.out).toMatch(/^cost +\$0\.0[\d]+ \(list \$0\.0[\d]+\)$/m);
    expect(priced.err).toBe('');
  });

  it('is a lower bound of one call that has a price in part', async () => {
    const fetch = async (input: string | URL | Request) => {
      const text = await (await machine.api.fetch(input as Request)).text();
      return new Response(text.replace('"unpriced":[]', '"unpriced":["no_price_for_web_search"]'));
    };
    const { out } = await machine.run('records show req_1', { fetch });
    expect(out).toMatch(/^cost +\$0\.0[\d]+\+ \(list \$0\.0[\d]+\+\)$/m);
  });

  it('is what a preview of other prices names, and what would price it', async () => {
    const openLedger = async () => ({
      ...machine.api.harness.ledger.deps,
      description: 'a ledger in memory',
      timeZone: 'UTC',
    });
    const preview = async (effectiveFrom?: string) => {
      const listPrices = {
        input: '10',
        output: '50',
        cacheCreation5m: '12',
        cacheCreation1h: '20',
        cacheRead: '1',
      };
      const overrides = [{ model: 'claude-next-1', effectiveFrom, listPrices }];
      const readInput = async () => JSON.stringify({ overrides });
      expect(await machine.run('prices set - --yes', { readInput })).toMatchObject({ code: 0 });
      return (await machine.run('reprice --in 2026-10', { openLedger })).err;
    };
    // A price that begins after the calls changes nothing.
    expect(await preview('2026-11-01')).toContain(
      'Still without a price: claude-next-1. The latest prices have none for these calls, or one that begins after them: ' +
        'add listPrices whose effectiveFrom is no later than the calls, or absent (token-ledger prices set <file>)',
    );
    expect(await preview('2026-10-01')).not.toContain('Still without');
    expect(await preview()).not.toContain('Still without');
  });

  it('is missing in what a range before cost', async () => {
    const { out } = await machine.run('trends --period month --from 2026-11-01 --to 2026-12-01');
    expect(out).toMatch(/^2026-11 .*\$[\d.]+ +\$[\d.]+\+/m);
  });

  it('is missing in the range before, with which an overview compares', async () => {
    const { err } = await machine.run('overview --from 2026-11-01 --to 2026-12-01');
    const note =
      'In the range before, 1 request has no price and is not in the cost, with which the change compares. By model: ';
    expect(err).toContain(note);
    const line = err.slice(err.indexOf(LEAD) + LEAD.length).split('\n')[0] ?? '';
    expect((await machine.run(line)).out).toMatch(/^1 +claude-next-1 /m);
    expect((await machine.run('overview --in 2026-10')).err).not.toContain('In the range before');
  });

  it('is missing in what is spent of a budget in dollars', async () => {
    await machine.api.record(
      usageRecord({
        requestId: 'req_4',
        accessKeyId: 'ak_2',
        occurredAtMs: NOON - 1,
        model: 'claude-next-1',
      }),
    );
    await machine.run('budgets create --name Dollars --amount 5 --of key --id ak_2');
    await machine.run('budgets create --name Tokens --unit tokens --amount 5 --of key --id ak_2');
    const { out } = await machine.run('budgets list');
    expect(out).toMatch(/Dollars .*\$0\.00\+/);
    expect(out).toMatch(/Tokens .*/);
    expect(out.split('+')).toHaveLength(2);
  });

  it('is asked for as the command was, in words that a shell keeps together', () => {
    const asked = { in: 'last month', key: 'a "b" $c', feature: ['-', 'chat'], timeZone: 'Europe/Berlin' };
    expect(unpricedModels(asked)).toBe(
      String.raw`token-ledger top --by model --sort unpricedRequests --in "last month" --key "a \"b\" \$c" --feature -,chat --time-zone Europe/Berlin`,
    );
  });
});
