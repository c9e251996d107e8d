import { InMemoryDirectory } from '@token-ledger/in-memory';
import { describeDirectory } from '../../behaviour/directory.ts';

describeDirectory('the in-memory directory', () => new InMemoryDirectory());
