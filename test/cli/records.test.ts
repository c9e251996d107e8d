import { describe, expect, it } from '@jest/globals';
import { usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';
import { DAY, EARLIER, threeUsers } from './support/three-users.ts';

/** The cells of the table below the fields of a call. */
function priceLinesOf({ out }: { readonly out: string }): readonly (readonly string[])[] {
  const [, table] = out.trimEnd().split('\n\n');
  return table?.split('\n').map((line) => line.trim().split(/ {2,}/)) ?? [];
}

describe('token-ledger records', () => {
  const machine = threeUsers();

  it('lists only calls that cost as much as asked', async () => {
    const costs = async (least: string) =>
      (
        (await machine.json(`records list ${DAY} --min-cost ${least}`)) as readonly {
          readonly cost: { readonly usd: string };
        }[]
      ).map(({ cost: { usd } }) => usd);
    expect(await costs('2.474434')).toEqual(['2.474434']);
    expect(await costs('2.474434001')).toEqual([]);
    expect(await machine.run(`records list ${DAY} --min-cost 1e3`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('must be an amount of US dollars such as 0.5'),
    });
  });

  it('ends at the limit, across pages, as statistics do', async () => {
    expect(await machine.json(`records list ${DAY} --limit 2`)).toHaveLength(2);
    expect(await machine.json(`records list ${DAY} --limit all`)).toHaveLength(3);
    expect(await machine.json(`stats --by user ${DAY} --limit 1`)).toHaveLength(1);
  });

  it('shows every figure of a call', async () => {
    const [record] = (await machine.json(`records list ${DAY} --user u_1`)) as readonly {
      readonly requestId: string;
    }[];
    const { out } = await machine.run(['records', 'show', record?.requestId ?? '']);
    expect(out).toMatch(/tokens input +1,234,567\ntokens output +500\n/);
    expect(out).toMatch(/tokens cacheCreationUnattributed +10\n/);
    expect(out).toMatch(/cost +\$2\.474434 \(list \$2\.474434\)\n/);
    expect(out).toMatch(/occurred +2026-11-21T11:30:00\.000Z \(2026-11-21 11:30 UTC\)/);
    expect(await machine.run('records show req_nobody')).toMatchObject({ code: 4 });
  });

  it('shows what adds up to the cost of a call', async () => {
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

  it('shows list prices beside those after discounts', async () => {
    const [record] = (await machine.json(`records list ${DAY} --user u_2`)) as readonly {
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

  it('has times in the named zone', async () => {
    const { out } = await machine.run(`records list ${DAY} --time-zone Asia/Kolkata`);
    expect(out).toContain('2026-11-21 17:00');
    expect(await machine.run('top --time-zone Berlin')).toMatchObject({ code: 2 });
  });
});
