import { beforeAll, describe, expect, it } from '@jest/globals';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

const DAY_MS = 86_400_000;

describe('token-ledger overview', () => {
  const machine = servedMachine();
  beforeAll(async () => {
    const models = ['a', 'b', 'c', 'd', 'e'].map((name) => `claude-${name}`);
    await machine.api.record(
      ...models.map((model) => usageRecord({ model, occurredAtMs: NOON - DAY_MS })),
      usageRecord({ model: 'claude-f', occurredAtMs: NOON - 2 * DAY_MS }),
    );
  });
  const fieldsOf = async (options: string, changes = {}) =>
    (await machine.run(`overview ${options}`, changes)).out.split('\n');

  it('shows the range, and the one before with which it is compared', async () => {
    expect(await fieldsOf('--in yesterday')).toEqual(
      expect.arrayContaining([
        'from           2026-11-20 00:00 UTC',
        'to             2026-11-21 00:00 UTC',
        'compared with  2026-11-19 00:00 to 2026-11-20 00:00 UTC',
        'requests       5  (+400.0%)',
      ]),
    );
  });

  it('says that nothing is compared if the usage of the range before is not kept', async () => {
    const [answer] = (await machine.json('overview --in yesterday')) as readonly object[];
    const fetch = async () => Response.json({ ...answer, previous: null, change: null });
    const fields = await fieldsOf('--in yesterday', { fetch });
    expect(fields).toContain('compared with  not kept any more');
    expect(fields).toContain('requests       5');
  });

  it('says that there are more models than it shows', async () => {
    const note = '5 of 6 models are shown: token-ledger top --by model shows more.\n';
    expect((await machine.run('overview --last 3d')).err).toContain(note);
    expect((await machine.run('overview --in yesterday')).err).not.toContain('models are shown');
  });
});
