import { createDynamoAuditLog } from '@token-ledger/aws';
import { ulid } from 'ulid';
import type { AuditDeps } from '../shared/http/with-audit-trail.ts';

type Client = Parameters<typeof createDynamoAuditLog>[0]['client'];

interface AuditVariables {
  readonly AUDIT_TABLE: string;
  readonly AUDIT_RETENTION_DAYS: number;
}

/** The deployed audit log. */
export function connectAudit(
  { AUDIT_TABLE, AUDIT_RETENTION_DAYS }: AuditVariables,
  client: Client,
): AuditDeps {
  const log = createDynamoAuditLog({ client, auditTable: AUDIT_TABLE, retentionDays: AUDIT_RETENTION_DAYS });
  return { log, clock: Date.now, newId: ulid };
}
