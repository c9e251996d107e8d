import { describe, expect, it } from '@jest/globals';
import { lastMonthRequest } from '../../web/src/pages/exports/last-month.ts';
import { NOON } from '../support/records.ts';
import { leaves } from './support/leaves.ts';
import { servedMachine } from './support/served-machine.ts';
import { DAY } from './support/three-users.ts';

describe('token-ledger export', () => {
  const machine = servedMachine();

  it('writes only what is within the bounds', async () => {
    const filterOf = async (options: string) => {
      const [created] = (await machine.json(`export create ${DAY} --no-wait ${options}`)) as readonly {
        readonly id: string;
      }[];
      return (await machine.api.harness.exports.getExport(created?.id ?? ''))?.definition.filter;
    };
    expect(await filterOf('--min-tokens 10 --max-tokens 2000')).toEqual({ minTokens: 10, maxTokens: 2000 });
    expect(await filterOf('--what statistics --by user --min-requests 0 --max-requests 5')).toEqual({
      minRequests: 0,
      maxRequests: 5,
    });
    expect(await machine.run(`export create ${DAY} --min-tokens 2 --max-tokens 1`)).toMatchObject({
      code: 2,
      err: expect.stringContaining('must not be less than minTokens'),
    });
  });

  it('has an example that writes the same file as the button of the console', async () => {
    const definitionOf = async ({ id }: { readonly id: string }) =>
      (await machine.api.harness.exports.getExport(id))?.definition;
    const [example = '', ...others] = leaves()
      .filter(({ path }) => path === 'export create')
      .flatMap(({ examples }) => examples.filter((line) => line.includes('xlsx')));
    expect(others).toEqual([]);
    const [created] = await machine.json(`${example} --no-wait`);
    const body = JSON.stringify(lastMonthRequest(NOON, 'UTC'));
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
    const ofConsole = await machine.api.fetch('https://ledger.example.com/v1/exports', request);
    expect(await definitionOf(created as never)).toEqual(
      await definitionOf((await ofConsole.json()) as never),
    );
    expect(await definitionOf(created as never)).toMatchObject({ format: 'xlsx', dimension: 'user' });
  });
});
