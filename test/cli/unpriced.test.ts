import { beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_MS } from '@token-ledger/core';
import { unpricedModels } from '../../packages/cli/src/unpriced-models.ts';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

const LEAD = 'Their models: token-ledger ';

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
    expect(err).toContain('+ 1 requests have no price and are not in the cost. Their models: ');
    const line = err.slice(err.indexOf(LEAD) + LEAD.length).split('\n')[0] ?? '';
    const named = await machine.run(line);
    expect([named.code, named.out]).toEqual([
      0,
      expect.stringMatching(/^1 +claude-next-1 +100\.0% .*\$0\.00\+$/m),
    ]);
    expect(named.err).toContain('+ 1 requests have no price and are not in the cost.\n');
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
      '+ 1 requests have no price and are not in the cost. Their models: token-ledger top --by model ' +
        `--sort unpricedRequests --from ${range.from} --to ${range.to}\n`,
    );
  });

  it('is missing in what a range before cost', async () => {
    const { out } = await machine.run('trends --period month --from 2026-11-01 --to 2026-12-01');
    expect(out).toMatch(/^2026-11 .*\$[\d.]+ +\$[\d.]+\+/m);
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
