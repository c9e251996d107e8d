import { setTimeout as delay } from 'node:timers/promises';
import { SERVICES } from '../../../functions/shared/metrics.ts';
import { readLog } from '../../local/read-log.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_crash';
/** Of each of two periods: two minutes in all, with one period's end between them. */
const CRASHES_PER_PERIOD = 4;
const BETWEEN_CRASHES_MS = 400;
const GIVEN_UP_AFTER_MS = 60_000;

export const crashingConsumer: Incident = {
  name: 'crash',
  title: 'The consumer of the queues crashes for two minutes',
  alarms: ['RecordUsageErrors'],
  health: { status: 'degraded', reasons: ['alarm'] },
  runbook: 'function-errors',

  async happen({ usage, queues, functions, pass }) {
    const sinceMs = Date.now();
    // A message comes back after seconds instead of six minutes, so seconds of crashes cost it as many of its five tries as two minutes.
    await queues.redeliverAfter(15);
    await pass(2, async () => {
      await usage.queue('live', { user: USER, records: 100, perMessage: 5 });
      let crashes = 0;
      for (const untilMs = Date.now() + GIVEN_UP_AFTER_MS; crashes < CRASHES_PER_PERIOD; await delay(20)) {
        expectThat(Date.now() < untilMs, `${crashes} of ${CRASHES_PER_PERIOD} crashes were caused in time`);
        const killed = await functions.kill(SERVICES.recordUsage);
        if (killed === 0) continue;
        crashes += killed;
        await delay(BETWEEN_CRASHES_MS);
      }
    });

    return async ({ follow }) => {
      const lines = await follow("*Check* the function's log", () => readLog(SERVICES.recordUsage, sinceMs));
      expectThat(lines.length > 0, `lines in the log of the consumer: ${lines.length}`);
      await follow('A failed `record-usage` or `roll-up-usage` is retried automatically', () =>
        usage.waitForCounted(USER),
      );
      await queues.redeliverAfter();
    };
  },
};
