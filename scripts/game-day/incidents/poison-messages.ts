import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_poison';
const POISON = ['This is not JSON.', '{"v": 1, "records": "none"}'];

export const poisonMessages: Incident = {
  name: 'poison',
  title: 'Poison messages in the live queue',
  alarms: ['LiveDeadLetters'],
  health: { status: 'degraded', reasons: ['dead_letters', 'alarm'] },
  runbook: 'dead-letters',

  async happen({ usage, queues, api, pass }) {
    // Five tries in seconds instead of half an hour.
    await queues.redeliverAfter(1);
    await pass(1, async () => {
      for (const text of POISON) await queues.sendText(text);
      await usage.queue('live', { user: USER, records: 20 });
      // Poison holds nothing up.
      await usage.waitForCounted(USER);
      await queues.waitForDeadLetters(POISON.length);
    });
    await queues.redeliverAfter();

    return async ({ follow }) => {
      const { messages } = await follow('`GET /v1/failed-messages` lists them without their content', () =>
        api.get('/v1/failed-messages'),
      );
      const unreadable = messages.filter(({ reason }) => reason === 'unreadable');
      expectThat(unreadable.length === POISON.length, `unreadable messages: ${unreadable.length}`);
      await follow('only after its producer has sent the usage again correctly', () =>
        usage.report({ user: USER, records: POISON.length }),
      );
      for (const { id } of unreadable)
        await follow('Delete a message (`DELETE /v1/failed-messages/{id}`)', () =>
          api.delete('/v1/failed-messages/{id}', { path: { id } }),
        );
    };
  },
};
