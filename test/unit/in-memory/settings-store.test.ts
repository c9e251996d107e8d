import { InMemorySettingsStore } from '@token-ledger/in-memory';
import { describeSettingsStore } from '../../behaviour/settings-store.ts';

describeSettingsStore('the in-memory settings store', async () => new InMemorySettingsStore());
