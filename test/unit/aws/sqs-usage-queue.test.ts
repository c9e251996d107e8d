import type { SendMessageBatchCommandInput } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { createSqsMessageSender, createSqsUsageQueue } from '@token-ledger/aws';
import { fakeClient } from './fake-client.ts';

type Input = SendMessageBatchCommandInput;

function queueThatAnswers(answer: (input: Input, index: number) => unknown) {
  const fake = fakeClient<Input>(({ input }, index) => answer(input, index));
  return {
    ...fake,
    queue: createSqsUsageQueue({ ...fake, liveQueueUrl: 'live-url', bulkQueueUrl: 'bulk-url' }),
  };
}

const bodiesOf = (input: Input) => (input.Entries ?? []).map(({ MessageBody }) => MessageBody);
/** Confirms every entry except those whose body is refused. */
function confirm(input: Input, refused: Readonly<Record<string, boolean>> = {}) {
  const entries = input.Entries ?? [];
  return {
    Successful: entries.filter(({ MessageBody = '' }) => !(MessageBody in refused)).map(({ Id }) => ({ Id })),
    Failed: entries
      .filter(({ MessageBody = '' }) => MessageBody in refused)
      .map(({ Id, MessageBody = '' }) => ({ Id, Code: 'Because', SenderFault: refused[MessageBody] })),
  };
}
const kinds = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind);

describe('sending to SQS', () => {
  it('sends ten messages a call, each to the queue of its priority', async () => {
    const { queue, calls } = queueThatAnswers((input) => confirm(input));
    const bodies = Array.from({ length: 21 }, (_, index) => `${index}`);
    expect(kinds(await queue.send('bulk', bodies))).toEqual(bodies.map(() => 'sent'));
    expect(calls.map(({ input }) => bodiesOf(input).length)).toEqual([10, 10, 1]);
    expect(calls.flatMap(({ input }) => bodiesOf(input))).toEqual(bodies);
    expect(new Set(calls.map(({ input }) => input.QueueUrl))).toEqual(new Set(['bulk-url']));
  });

  it('has every message wait as long as its sender says, and no message of others', async () => {
    const { calls, ...fake } = fakeClient<Input>(({ input }) => confirm(input));
    await createSqsMessageSender({ ...fake, queueUrl: 'bulk-url', delaySeconds: 900 })(['a', 'b']);
    await createSqsMessageSender({ ...fake, queueUrl: 'bulk-url', delaySeconds: 0 })(['c']);
    expect(calls.map(({ input }) => input.Entries?.map(({ DelaySeconds }) => DelaySeconds))).toEqual([
      [900, 900],
      [undefined],
    ]);
  });

  it('puts at most 1 MiB into a call', async () => {
    const { queue, calls } = queueThatAnswers((input) => confirm(input));
    const quarter = 'x'.repeat(256 * 1024);
    await queue.send('live', [quarter, quarter, quarter, quarter, 'one more']);
    await queue.send('live', [quarter, quarter, quarter, quarter.slice(8), 'one more']);
    expect(calls.map(({ input }) => bodiesOf(input).length)).toEqual([4, 1, 5]);
  });

  it('retries only entries that were refused through no fault of their own', async () => {
    const { queue, calls, waits } = queueThatAnswers((input, index) =>
      confirm(input, index === 0 ? { b: false } : {}),
    );
    expect(kinds(await queue.send('live', ['a', 'b', 'c']))).toEqual(['sent', 'sent', 'sent']);
    expect(calls.map(({ input }) => bodiesOf(input))).toEqual([['a', 'b', 'c'], ['b']]);
    expect(waits).toHaveLength(1);
  });

  it('fails what is refused three times', async () => {
    const { queue, calls } = queueThatAnswers((input) => confirm(input, { b: false }));
    const outcomes = await queue.send('live', ['a', 'b', 'c']);
    expect(kinds(outcomes)).toEqual(['sent', 'failed', 'sent']);
    expect(outcomes[1]).toMatchObject({ error: { message: expect.stringContaining('Because') } });
    expect(calls).toHaveLength(3);
  });

  it('does not retry entries that are refused through their own fault', async () => {
    const { queue, calls } = queueThatAnswers((input) => confirm(input, { b: true }));
    expect(kinds(await queue.send('live', ['a', 'b', 'c']))).toEqual(['sent', 'failed', 'sent']);
    expect(calls).toHaveLength(1);
  });

  it('fails every message of a call that is rejected as a whole, and no others', async () => {
    const error = new Error('connection reset');
    const { queue } = queueThatAnswers((input) => {
      if (bodiesOf(input).includes('12')) throw error;
      return confirm(input);
    });
    const outcomes = await queue.send(
      'live',
      Array.from({ length: 25 }, (_, index) => `${index}`),
    );
    for (const [index, outcome] of outcomes.entries()) {
      expect(outcome).toEqual(index >= 10 && index < 20 ? { kind: 'failed', error } : { kind: 'sent' });
    }
  });

  it('keeps what the first call confirmed when the retry of the rest is rejected', async () => {
    const { queue } = queueThatAnswers((input, index) => {
      if (index === 1) throw new Error('connection reset');
      return confirm(input, { b: false });
    });
    expect(kinds(await queue.send('live', ['a', 'b']))).toEqual(['sent', 'failed']);
  });

  it('fails what is neither confirmed nor refused', async () => {
    const { queue } = queueThatAnswers(() => ({ Successful: [{ Id: '0' }] }));
    expect(kinds(await queue.send('live', ['a', 'b']))).toEqual(['sent', 'failed']);
  });
});
