import { InMemoryIdempotencyStore } from '@token-ledger/in-memory';
import { describeIdempotencyStore } from '../../behaviour/idempotency-store.ts';

describeIdempotencyStore('the in-memory idempotency store', async () => new InMemoryIdempotencyStore());
