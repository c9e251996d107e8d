import { InMemoryAuditLog } from '@token-ledger/in-memory';
import { describeAuditLog } from '../../behaviour/audit-log.ts';

describeAuditLog('the in-memory audit log', () => new InMemoryAuditLog());
