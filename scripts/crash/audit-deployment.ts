import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoLedgerStore, createDynamoPriceStore } from '@token-ledger/aws';
import { type AuditReport, audit, Calendar, createReadPrices } from '@token-ledger/core';
import { emulatorClient } from '../local/aws-environment.ts';
import type { Deployment } from '../local/state.ts';

/** Audits the tables of a deployment in the emulator: claims, segments, hours, days and months, cell by cell. */
export async function auditDeployment(
  { endpoint, outputs }: Deployment,
  fromMs: number,
  toMs: number,
): Promise<AuditReport> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(emulatorClient(endpoint)));
  const retention = { retentionDays: Number(outputs['RetentionDays']) };
  const ledgerTable = outputs['LedgerTableName'] ?? '';
  try {
    const store = createDynamoLedgerStore({
      client,
      recordsTable: outputs['RecordsTableName'] ?? '',
      ledgerTable,
      retention: () => retention,
    });
    const calendar = new Calendar(outputs['ReportingTimeZone'] ?? 'UTC');
    const readPrices = createReadPrices(createDynamoPriceStore({ client, ledgerTable }));
    // An audit without repair writes no marks, so it needs no token.
    const newToken = () => '';
    return await audit(
      { store, clock: Date.now, newToken, calendar, retention, readPrices },
      { fromMs, toMs, repair: false },
    );
  } finally {
    client.destroy();
  }
}
