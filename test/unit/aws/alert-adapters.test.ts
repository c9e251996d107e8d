import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from '@jest/globals';
import { createEventBus, createNotificationTopic, createSqsAlertQueue } from '@token-ledger/aws';
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
  interface Put {
    readonly Entries: readonly { readonly Detail: string }[];
  }
  const event = { source: 'token-ledger', detailType: 'Type', detail: '{}', atMs: NOON };
  const numbered = (count: number, padding = '') =>
    Array.from({ length: count }, (_, number) => ({ ...event, detail: `{"n":${number}${padding}}` }));
  const put = (answer: (input: Put, call: number) => unknown, events = [event]) => {
    const { client, calls } = fakeClient<Put>(({ input }, call) => answer(input, call));
    const waits: number[] = [];
    const bus = createEventBus({
      client: client as unknown as EventBridgeClient,
      busName: 'bus',
      wait: async (milliseconds) => void waits.push(milliseconds),
    });
    return { calls, waits, run: bus(events) };
  };
  const accepted = ({ Entries }: Put) => ({
    FailedEntryCount: 0,
    Entries: Entries.map(() => ({ EventId: 'id' })),
  });
  const details = (calls: readonly { readonly input: Put }[]) =>
    calls.map(({ input }) => input.Entries.map(({ Detail }) => (JSON.parse(Detail) as { n: number }).n));

  it('receives the event', async () => {
    const { calls, run } = put(accepted);
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
    const refused = put(() => ({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }));
    await expect(refused.run).rejects.toThrow('refused 1 of 1 events: ThrottlingException');
    expect([refused.calls.length, refused.waits.length]).toEqual([6, 5]);
    await expect(put(() => ({})).run).rejects.toThrow('no outcome');
  });

  it('receives only those entries again that it refused', async () => {
    const { calls, waits, run } = put(
      ({ Entries }, call) => ({
        Entries: Entries.map((_, index) =>
          call === 0 && index % 2 === 1 ? { ErrorCode: 'ThrottlingException' } : { EventId: 'id' },
        ),
      }),
      numbered(5),
    );
    await run;
    expect(details(calls)).toEqual([
      [0, 1, 2, 3, 4],
      [1, 3],
    ]);
    expect(waits).toHaveLength(1);
  });

  it('receives at most ten entries in a call, and at most 256 KB', async () => {
    const many = put(accepted, numbered(11));
    await many.run;
    expect(details(many.calls).map(({ length }) => length)).toEqual([10, 1]);
    // Each entry has 64 KB: 30 bytes are its time, source and type, ten those of the number.
    const padding = (bytes: number) => `,"p":"${'x'.repeat(bytes - 30 - 14)}"`;
    const four = put(accepted, numbered(4, padding(64 * 1024)));
    await four.run;
    expect(details(four.calls)).toEqual([[0, 1, 2, 3]]);
    const more = put(accepted, numbered(4, padding(64 * 1024 + 1)));
    await more.run;
    expect(details(more.calls)).toEqual([[0, 1, 2], [3]]);
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
