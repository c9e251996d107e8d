import { type LedgerStore, NOBODY_DISABLED } from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  type InMemoryLedgerStore,
  InMemorySourceStore,
  InMemoryWitnessStore,
} from '@token-ledger/in-memory';
import { createHandler } from '../../functions/record-usage/handler.ts';
import { type EventSender, NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { LIMITS, ledgerOver } from './ledger-over.ts';
import { overriddenStore } from './overridden-store.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';

interface RecordedUsage {
  readonly store?: InMemoryLedgerStore;
  /** Operations of the store that do something else. */
  readonly overrides?: Partial<LedgerStore>;
  readonly nowMs?: number;
  readonly disabled?: typeof NOBODY_DISABLED;
  readonly events?: EventSender;
}

/** The function that records what was queued, over an in-memory store. */
export function recordedUsage({
  store = createInMemoryLedgerStore(),
  overrides = {},
  nowMs = NOON + 1000,
  disabled = NOBODY_DISABLED,
  events = NO_EVENTS,
}: RecordedUsage = {}) {
  const telemetry = recordingTelemetry();
  const sources = new InMemorySourceStore();
  const handler = createHandler({
    ledger: ledgerOver(overriddenStore(store, overrides), () => nowMs),
    witnesses: new InMemoryWitnessStore(),
    limits: LIMITS,
    disabledIds: async () => disabled,
    events,
    hearSources: createHearSources({ store: sources, logger: telemetry.logger }),
    telemetry,
    qualityMetrics: true,
  });
  return { store, sources, handler, telemetry };
}
