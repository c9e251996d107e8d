import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient, createDynamoLedgerTableStore, dayAuditKey } from '@token-ledger/aws';
import { MAX_RETENTION_DAYS, type StatisticsKey } from '@token-ledger/core';
import { deployedProduct } from './deployed-product.ts';
import { patient } from './patient.ts';

/** Replaces a stored figure by one that is too large by one token, as no code of the product would. */
export async function plantWrongFigure(key: StatisticsKey): Promise<void> {
  const { outputs } = await deployedProduct();
  const store = createDynamoLedgerTableStore({
    client: patient(createDocumentClient()),
    ledgerTable: outputs.LedgerTableName ?? '',
    retention: () => ({ retentionDays: MAX_RETENTION_DAYS }),
  });
  const [item] = await store.getStatistics([key], { consistent: true });
  if (!item) throw new Error('There are no statistics to change.');
  const { version, statistics, ...place } = item;
  const cells = statistics.cells.map(({ measures, ...cell }) => ({
    ...cell,
    measures: { ...measures, input: measures.input + 1n },
  }));
  if (!(await store.putStatistics({ ...place, statistics: { ...statistics, cells } }, version)))
    throw new Error('The statistics changed meanwhile.');
}

/** The audit of a day begins from the start. */
export async function forgetAudit(day: string): Promise<void> {
  const { outputs } = await deployedProduct();
  await patient(createDocumentClient()).send(
    new DeleteCommand({ TableName: outputs.LedgerTableName ?? '', Key: dayAuditKey(day) }),
  );
}
