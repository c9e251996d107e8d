import { expect, it } from '@jest/globals';
import { InMemoryUsageQueue } from '@token-ledger/in-memory';
import { describeUsageQueue } from '../../behaviour/usage-queue.ts';

describeUsageQueue('the in-memory usage queue', () => {
  const queue = new InMemoryUsageQueue();
  return { queue, sent: async (priority) => queue.sent(priority) };
});

it('fails only the body whose step fails', async () => {
  let count = 0;
  const queue = new InMemoryUsageQueue({
    step: async (_operation, effect) => {
      if (count++ === 1) throw new Error('refused');
      return effect();
    },
  });
  const outcomes = await queue.send('live', ['a', 'b', 'c']);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'failed', 'sent']);
  expect(queue.sent('live')).toEqual(['a', 'c']);
});
