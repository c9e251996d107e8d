import { InMemoryAccessKeyStore } from '@token-ledger/core/in-memory';
import { describeAccessKeyStore } from '../behaviour/access-key-store.ts';

describeAccessKeyStore('the in-memory access key store', () => new InMemoryAccessKeyStore());
