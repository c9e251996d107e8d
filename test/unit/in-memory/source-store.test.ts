import { InMemorySourceStore } from '@token-ledger/in-memory';
import { describeSourceStore } from '../../behaviour/source-store.ts';

describeSourceStore('the in-memory store of sources', async () => new InMemorySourceStore());
