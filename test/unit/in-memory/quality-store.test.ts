import { InMemoryQualityStore } from '@token-ledger/in-memory';
import { describeQualityStore } from '../../behaviour/quality-store.ts';

describeQualityStore('the in-memory store of quality', async () => new InMemoryQualityStore());
