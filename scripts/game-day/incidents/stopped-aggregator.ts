import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import { HOUR_MS } from '@token-ledger/core';
import { SERVICES } from '../../../functions/shared/metrics.ts';
import { invoke } from '../../local/roll-up.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_aggregator';
/** Of five minutes: an hour. */
const PERIODS = 12;

export const stoppedAggregator: Incident = {
  name: 'aggregator',
  title: 'The roll-up is off for an hour',
  alarms: ['RollUpSilence'],
  health: { status: 'lagging', reasons: ['roll_up_silent'] },
  runbook: 'roll-up-silence',
  event: 'aggregationCompleted',

  async happen({ usage, pass }) {
    const client = new SchedulerClient({});
    const schedules = async () =>
      ((await client.send(new ListSchedulesCommand({}))).Schedules ?? []).filter(({ Name }) =>
        Name?.includes('RollupSchedule'),
      );
    const [{ Name, GroupName } = {}] = await schedules();
    const set = async (State: 'ENABLED' | 'DISABLED') => {
      const found = await client.send(new GetScheduleCommand({ Name, GroupName }));
      const { ScheduleExpression, FlexibleTimeWindow, Target, ScheduleExpressionTimezone } = found;
      await client.send(
        new UpdateScheduleCommand({
          Name,
          GroupName,
          ScheduleExpression,
          ScheduleExpressionTimezone,
          FlexibleTimeWindow,
          Target,
          State,
        }),
      );
    };
    await set('DISABLED');
    // Of hours that are over, so that statistics of them would be due.
    await pass(PERIODS, () => usage.report({ user: USER, records: 2, agoMs: 3 * HOUR_MS }));
    // Answers do not depend on the roll-up.
    await usage.waitForCounted(USER);

    return async ({ follow }) => {
      const found = await follow('aws scheduler list-schedules --query', schedules);
      expectThat(found[0]?.State === 'DISABLED', `the schedule is ${found[0]?.State}`);
      await follow('aws lambda invoke --function-name <roll-up-usage function>', () =>
        invoke(new LambdaClient({}), SERVICES.rollUpUsage, '{}'),
      );
      await follow('aws scheduler update-schedule --cli-input-json', () => set('ENABLED'));
    };
  },
};
