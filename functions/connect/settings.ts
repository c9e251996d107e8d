import { createDynamoSettingsStore, type LedgerTable } from '@token-ledger/aws';
import type { LeafMinutes } from '@token-ledger/core';
import { RefreshedSettings } from '../shared/refreshed-settings.ts';

export interface SettingsVariables {
  readonly RETENTION_DAYS: number;
  readonly LEAF_MINUTES: LeafMinutes;
  /** UTC for functions that know only hours. */
  readonly REPORTING_TIME_ZONE?: string;
}

/** The settings of the deployed ledger. */
export function connectSettings(
  table: LedgerTable,
  { RETENTION_DAYS, LEAF_MINUTES, REPORTING_TIME_ZONE = 'UTC' }: SettingsVariables,
): RefreshedSettings {
  return new RefreshedSettings({
    store: createDynamoSettingsStore(table),
    configured: { retentionDays: RETENTION_DAYS, leafMinutes: LEAF_MINUTES },
    timeZone: REPORTING_TIME_ZONE,
    clock: Date.now,
  });
}
