import { InMemoryDeadLetterQueue } from '@token-ledger/in-memory';
import { describeDeadLetterQueue } from '../../behaviour/dead-letter-queue.ts';

describeDeadLetterQueue('the dead-letter queue in memory', () => {
  const queue = new InMemoryDeadLetterQueue({ clock: Date.now });
  return {
    queue,
    add: async (body) => {
      queue.add(body);
    },
    resent: async () => queue.resent(),
  };
});
