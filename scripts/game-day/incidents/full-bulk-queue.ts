import {
  LambdaClient,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { SERVICES } from '../../../functions/shared/metrics.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const [BACKFILL, LIVE] = ['u_backfill', 'u_beside_backfill'];
const MESSAGES = 400;
const RECORDS_PER_MESSAGE = 10;
const WAITING_MINUTES = 7 * 60;

export const fullBulkQueue: Incident = {
  name: 'bulk',
  title: `The bulk queue is full: ${MESSAGES} messages wait for seven hours`,
  alarms: ['BulkQueueAge'],
  health: { status: 'lagging', reasons: ['queue_age'] },
  runbook: 'queue-age',

  async happen({ usage, functions, pass, passMinutes }) {
    const client = new LambdaClient({});
    const FunctionName = functions.nameOf(SERVICES.recordUsage);
    const mapping = async () => {
      for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
        { client },
        { FunctionName },
      )) {
        const found = EventSourceMappings.find(({ EventSourceArn }) => EventSourceArn?.endsWith('-bulk'));
        if (found) return found;
      }
      throw new Error('Nothing consumes the bulk queue.');
    };
    const enable = async (Enabled: boolean) => {
      const { UUID } = await mapping();
      await client.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    };
    await enable(false);
    await pass(1, () =>
      usage.queue('bulk', {
        user: BACKFILL,
        records: MESSAGES * RECORDS_PER_MESSAGE,
        perMessage: RECORDS_PER_MESSAGE,
      }),
    );
    await passMinutes(WAITING_MINUTES);
    await pass(1, async () => {
      await usage.report({ user: LIVE, records: 20 });
      // What is new does not wait for the backfill.
      await usage.waitForCounted(LIVE);
    });

    return async ({ follow }) => {
      const { State } = await follow('aws lambda list-event-source-mappings --function-name', mapping);
      expectThat(State === 'Disabled', `the event source of the bulk queue is ${State}`);
      await follow('aws lambda update-event-source-mapping --enabled --uuid', () => enable(true));
      await follow('wait if the queue shrinks', () => usage.waitForCounted(BACKFILL));
    };
  },
};
