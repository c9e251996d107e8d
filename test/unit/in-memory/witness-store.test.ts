import { InMemoryWitnessStore } from '@token-ledger/in-memory';
import { describeWitnessStore } from '../../behaviour/witness-store.ts';

describeWitnessStore('the in-memory witness store', async () => new InMemoryWitnessStore());
