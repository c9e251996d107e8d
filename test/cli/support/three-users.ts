import { beforeAll } from '@jest/globals';
import { NOON, usageRecord } from '../../support/records.ts';
import { servedMachine } from './served-machine.ts';

/** Half an hour before the clock of the ledger. */
export const EARLIER = NOON - 1_800_000;
/** The day of all their calls, as an option. */
export const DAY = '--in 2026-11-21';

/** A machine at a ledger with a call of each of three users: u_1, Ada, used most, and no price is known of the model of u_3. */
export function threeUsers(): ReturnType<typeof servedMachine> {
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
  return machine;
}
