import { InMemoryRetentionStore } from '@token-ledger/core/in-memory';
import { describeRetentionStore } from '../behaviour/retention-store.ts';

describeRetentionStore('the in-memory retention store', async () => new InMemoryRetentionStore());
