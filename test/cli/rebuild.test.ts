import { describe, expect, it } from '@jest/globals';
import { NOON, usageRecord } from '../support/records.ts';
import { servedMachine } from './support/served-machine.ts';

describe('token-ledger aggregate and rebuild', () => {
  it('count what was processed, and show errors', async () => {
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
});
