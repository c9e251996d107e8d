import { readFileSync } from 'node:fs';
import { type LedgerStore, NOBODY_DISABLED } from '@token-ledger/core';
import { createHandler } from '../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { LIMITS, ledgerOver } from './ledger-over.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { sqsEvent } from './sqs-event.ts';

/*
 * A process by itself, as a Lambda function is one: has the consumer record the bodies in the file that is named, and prints
 * what became of them, and the most memory that the process ever had.
 */

const bodies = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[];
/** Confirms everything and keeps nothing, as what is stored is not in the memory of a function. */
const store: Pick<LedgerStore, 'claim' | 'putSegment' | 'putMark' | 'quarantine'> = {
  claim: async (records) => records.map(() => ({ kind: 'claimed' })),
  putSegment: async () => undefined,
  putMark: async () => undefined,
  quarantine: async () => undefined,
};
const telemetry = recordingTelemetry();
const handler = createHandler({
  ledger: ledgerOver(store as LedgerStore),
  witnesses: { addWitnessed: async () => undefined },
  limits: LIMITS,
  disabledIds: async () => NOBODY_DISABLED,
  telemetry,
  qualityMetrics: true,
  events: NO_EVENTS,
  hearSources: async () => {},
});
const { batchItemFailures } = await handler(sqsEvent(...bodies));
process.stdout.write(
  JSON.stringify({
    failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    counts: telemetry.counts,
    memoryMib: process.resourceUsage().maxRSS / 1024,
  }),
);
