import type { CloudWatchClient, GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { listActiveAlarms, type MetricSource, readMetrics, readQueueDepth } from '@token-ledger/aws';
import { NOON } from '../../support/records.ts';
import { fakeClient } from './fake-client.ts';

const cloudWatch = <Input>(answer: Parameters<typeof fakeClient<Input>>[0]) => {
  const { client, calls } = fakeClient<Input>(answer);
  return { calls, client: client as unknown as CloudWatchClient };
};

describe('listing active alarms', () => {
  it('requests only those in alarm, page by page', async () => {
    const alarm = (AlarmName: string) => ({
      AlarmName,
      AlarmDescription: `about ${AlarmName}`,
      StateReason: 'any text',
      StateTransitionedTimestamp: new Date(NOON),
      StateUpdatedTimestamp: new Date(NOON + 5),
    });
    const { client, calls } = cloudWatch((_, index) =>
      index === 0 ? { MetricAlarms: [alarm('a'), {}], NextToken: 'more' } : { MetricAlarms: [alarm('b')] },
    );
    expect(await listActiveAlarms(client, 'prefix-')).toEqual([
      { name: 'a', sinceMs: NOON, description: 'about a' },
      { name: 'b', sinceMs: NOON, description: 'about b' },
    ]);
    const input = {
      AlarmNamePrefix: 'prefix-',
      AlarmTypes: ['MetricAlarm'],
      StateValue: 'ALARM',
      MaxRecords: 100,
    };
    expect(calls.map((call) => call.input)).toEqual([input, { ...input, NextToken: 'more' }]);
  });

  it('uses the time of the last evaluation if the beginning is missing', async () => {
    const MetricAlarms = [{ AlarmName: 'a', StateUpdatedTimestamp: new Date(NOON) }];
    const { client } = cloudWatch(() => ({ MetricAlarms }));
    expect(await listActiveAlarms(client, '')).toEqual([{ name: 'a', sinceMs: NOON, description: '' }]);
  });
});

describe('reading metrics', () => {
  const source = (name: string, statistic: MetricSource['statistic']): MetricSource => ({
    namespace: 'AWS/SQS',
    name,
    dimensions: { QueueName: 'queue' },
    statistic,
  });
  const sources = { age: source('Age', 'Maximum'), sent: source('Sent', 'Sum') };
  const range = { fromMs: NOON, toMs: NOON + 3_600_000 };

  it('requests all of them at once, and finds each by its name', async () => {
    const { client, calls } = cloudWatch<GetMetricDataCommandInput>(() => ({
      MetricDataResults: [
        { Id: 'm1', StatusCode: 'Complete', Timestamps: [], Values: [] },
        {
          Id: 'm0',
          StatusCode: 'Complete',
          Timestamps: [new Date(NOON + 300_000), new Date(NOON)],
          Values: [7, 9],
        },
      ],
    }));
    expect(await readMetrics(client, sources, range)).toEqual({
      age: [
        { atMs: NOON + 300_000, value: 7 },
        { atMs: NOON, value: 9 },
      ],
      sent: [],
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.input).toMatchObject({
      StartTime: new Date(range.fromMs),
      EndTime: new Date(range.toMs),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: [
        {
          Id: 'm0',
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'Age',
              Dimensions: [{ Name: 'QueueName', Value: 'queue' }],
            },
            Period: 300,
            Stat: 'Maximum',
          },
        },
        { Id: 'm1', MetricStat: { Stat: 'Sum' } },
      ],
    });
  });

  it('rejects a partial answer', async () => {
    const { client } = cloudWatch(() => ({ MetricDataResults: [{ Id: 'm0', StatusCode: 'PartialData' }] }));
    await expect(readMetrics(client, sources, range)).rejects.toThrow('Age only in part: PartialData');
  });
});

describe('the depth of a queue', () => {
  it("is the queue's estimate", async () => {
    const { client, calls } = fakeClient(() => ({
      Attributes: { ApproximateNumberOfMessages: '12', ApproximateNumberOfMessagesNotVisible: '3' },
    }));
    expect(await readQueueDepth(client, 'url')).toEqual({ visible: 12, inFlight: 3 });
    expect(calls).toMatchObject([{ command: 'GetQueueAttributesCommand', input: { QueueUrl: 'url' } }]);
  });

  it.each([{}, { ApproximateNumberOfMessages: '1' }])('is not made up from %j', async (Attributes) => {
    const { client } = fakeClient(() => ({ Attributes }));
    await expect(readQueueDepth(client, 'url')).rejects.toThrow('did not return');
  });
});
