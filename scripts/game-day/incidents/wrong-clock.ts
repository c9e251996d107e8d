import { HOUR_MS, iso } from '@token-ledger/core';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const [AHEAD, BEHIND] = ['u_clock_ahead', 'u_clock_behind'];
const RECORDS = 10;

export const wrongClock: Incident = {
  name: 'clock',
  title: 'The clocks of two producers are an hour ahead and an hour behind',
  alarms: ['ClocksAhead'],
  health: { status: 'ok' },
  runbook: 'clocks-ahead',

  async happen({ usage, api, pass }) {
    await pass(1, async () => {
      // One that is ahead is not believed; one that is behind looks like a late report.
      await usage.report({ user: AHEAD, records: RECORDS, agoMs: -HOUR_MS, countedAgoMs: 0 });
      await usage.queue('live', { user: BEHIND, records: RECORDS, agoMs: HOUR_MS });
      await usage.waitForCounted(AHEAD);
      await usage.waitForCounted(BEHIND);
    });

    return async ({ follow }) => {
      const range = { from: iso(Math.floor(Date.now() / HOUR_MS - 1) * HOUR_MS) };
      const { usage: read } = await follow('*Check* `clockClampedRecords` of [`GET /v1/quality`]', () =>
        api.get('/v1/quality', { query: range }),
      );
      expectThat(
        read.clockClampedRecords === RECORDS,
        `${read.clockClampedRecords} records have the time of receipt`,
      );
      const { records } = await follow('`GET /v1/records` marks them with `clockClamped`', () =>
        api.get('/v1/records', { query: { ...range, userId: AHEAD } }),
      );
      const clamped = records.filter(({ clockClamped }) => clockClamped);
      expectThat(clamped.length === RECORDS, `${clamped.length} of them are marked`);
      await follow("have the producer's clock synchronized", async () => {
        await usage.report({ user: AHEAD, records: 1 });
        await usage.waitForCounted(AHEAD);
      });
    };
  },
};
