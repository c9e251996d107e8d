import { NOBODY_DISABLED } from '@token-ledger/core';
import { createInMemoryLedgerStore, InMemoryDeadLetterQueue } from '@token-ledger/in-memory';
import type { createHandler } from '../../functions/manage-failures/handler.ts';
import { LIMITS } from './ledger-over.ts';
import { recordedAudit } from './recorded-audit.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';
import { shownIds } from './shown-ids.ts';

type ManageFailuresDeps = Parameters<typeof createHandler>[0];

/** What the administration of failed messages needs, where none failed. */
export function failedMessages(changes: Partial<Omit<ManageFailuresDeps, 'queues' | 'store'>> = {}) {
  const { clock = () => NOON } = changes;
  const queue = () => new InMemoryDeadLetterQueue({ clock });
  return {
    queues: { live: queue(), bulk: queue(), notifications: queue() },
    store: createInMemoryLedgerStore(),
    retention: () => ({ retentionDays: 90 }),
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    signingKey: async () => new Uint8Array(32).fill(7),
    readNames: shownIds().readNames,
    clock,
    audit: recordedAudit(),
    telemetry: recordingTelemetry(),
    ...changes,
  };
}
