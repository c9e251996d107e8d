import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { createAlertEventBus, createNotificationTopic, createSqsAlertQueue } from '@token-ledger/aws';
import { parseNotificationMessage } from '@token-ledger/contract';
import { NOON } from '../../support/records.ts';
import { fakeClient } from './fake-client.ts';

const KEYS = Array.from({ length: 23 }, (_, index) => ({
  budgetId: `b${index}`,
  periodId: '2026W47',
  percent: 80,
  armedBy: 2,
}));

interface Batch {
  readonly Entries: readonly { readonly Id: string; readonly MessageBody: string }[];
}

describe('the alert queue on SQS', () => {
  it('sends the key of each alert, ten to a call', async () => {
    const { client, calls } = fakeClient<Batch>(({ input }) => ({
      Successful: input.Entries.map(({ Id }) => ({ Id })),
    }));
    const outcomes = await createSqsAlertQueue({ client, queueUrl: 'queue' }).sendAlerts(KEYS);
    expect(outcomes).toEqual(KEYS.map(() => ({ kind: 'sent' })));
    expect(calls.map(({ input }) => input.Entries.length)).toEqual([10, 10, 3]);
    const bodies = calls.flatMap(({ input }) => input.Entries.map(({ MessageBody }) => MessageBody));
    expect(bodies.map(parseNotificationMessage)).toEqual(KEYS.map((alert) => ({ alert })));
  });

  it('counts as sent only what SQS confirms, call by call', async () => {
    const { client } = fakeClient<Batch>(({ input }, index) => {
      if (index === 1) throw new Error('throttled');
      return { Successful: input.Entries.slice(1).map(({ Id }) => ({ Id })), Failed: [{ Id: '0' }] };
    });
    const outcomes = await createSqsAlertQueue({ client, queueUrl: 'queue' }).sendAlerts(KEYS);
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      KEYS.map((_, index) =>
        index === 0 || index === 20 || (index >= 10 && index < 20) ? 'failed' : 'sent',
      ),
    );
  });
});

describe('the event bus', () => {
  const event = { source: 'token-ledger', detailType: 'Type', detail: '{}', atMs: NOON };
  const put = (answer: unknown) => {
    const { client, calls } = fakeClient(() => answer);
    return { calls, run: createAlertEventBus(client as unknown as EventBridgeClient, 'bus')(event) };
  };

  it('receives the event', async () => {
    const { calls, run } = put({ FailedEntryCount: 0, Entries: [{ EventId: 'id' }] });
    await run;
    expect(calls[0]?.input).toEqual({
      Entries: [
        {
          EventBusName: 'bus',
          Source: 'token-ledger',
          DetailType: 'Type',
          Detail: '{}',
          Time: new Date(NOON),
        },
      ],
    });
  });

  it('did not receive the event if the call succeeds but the event is refused', async () => {
    const refused = put({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    await expect(refused.run).rejects.toThrow('ThrottlingException');
    await expect(put({}).run).rejects.toThrow('no outcome');
  });
});

describe('the topic', () => {
  it('receives subject, text and attributes', async () => {
    const { client, calls } = fakeClient(() => ({}));
    const publish = createNotificationTopic(client as unknown as SNSClient, 'arn');
    await publish({ subject: 'Subject', text: 'Text', attributes: { budgetId: 'b1' } });
    expect(calls[0]?.input).toEqual({
      TopicArn: 'arn',
      Subject: 'Subject',
      Message: 'Text',
      MessageAttributes: { budgetId: { DataType: 'String', StringValue: 'b1' } },
    });
  });
});
