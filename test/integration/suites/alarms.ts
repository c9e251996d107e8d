import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { rollUpNow, rollUpOnce } from '../../../scripts/local/roll-up.ts';
import { waitFor } from '../../support/wait-for.ts';
import { subscribe } from '../support/alarm-subscription.ts';
import { postRecords, usageOf, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { alarmState, forwardMetrics, forwardNothing } from '../support/metrics.ts';
import { waitUntilEmpty } from '../support/queue.ts';
import { newUser, record } from '../support/records.ts';
import { loseSegments } from '../support/segments.ts';

const HOUR_MS = 3_600_000;
/** The period of the alarm. */
const PERIOD_MS = 5 * 60_000;

export function describeAlarms(): void {
  describe('the alarm for a recomputation that would lose records', () => {
    it('fires when segments are lost, notifies its topic, and clears when they are back', async () => {
      const deployment = await deployedProduct();
      const { AlarmTopicArn = '', Stage = '' } = deployment.outputs;
      const alarm = `token-ledger-${Stage}-StatisticsKept`;
      const nextNotification = await subscribe(AlarmTopicArn);
      const user = newUser();
      const occurredAtMs = Date.now() - 3 * HOUR_MS;
      const report = () => ({ ...record(user), occurredAt: new Date(occurredAtMs).toISOString() });

      await postRecords([report(), report()]);
      await waitForUsage(user, 2);
      await rollUpNow(deployment);

      const bringBack = await loseSegments(occurredAtMs);
      await postRecords([report()]);
      await waitUntilEmpty();
      const lossAtMs = Date.now();
      expect((await rollUpOnce(deployment)).shrinksRefused).toBeGreaterThan(0);
      // Almost a period ago, so that the period ends within seconds. They are more if the emulator comes too late for that.
      let restOfPeriodMs = 0;
      await waitFor('the alarm', async () => {
        restOfPeriodMs += 3000;
        const names = await forwardMetrics('roll-up-usage', lossAtMs, PERIOD_MS - restOfPeriodMs);
        expect(names).toContain('StatisticsKept');
        return (await alarmState(alarm)) === 'ALARM' || undefined;
      });
      let notification = await nextNotification(alarm);
      // At first there may be word that it has data and is not on.
      if (notification.NewStateValue === 'OK') notification = await nextNotification(alarm);
      expect(notification).toMatchObject({ NewStateValue: 'ALARM' });

      await bringBack();
      await delay(restOfPeriodMs);
      const repairAtMs = Date.now();
      await rollUpNow(deployment);
      expect(await forwardMetrics('roll-up-usage', repairAtMs)).not.toContain('StatisticsKept');
      await forwardNothing('TokenLedger', 'StatisticsKept');
      expect(await alarmState(alarm)).toBe('OK');
      expect(await nextNotification(alarm)).toMatchObject({ NewStateValue: 'OK' });
      expect(await usageOf(user)).toMatchObject({ requests: 3n });
    });
  });
}
