import type { EventType } from '@token-ledger/contract';
import { type AcceptUsageResponse, type ProblemDocument } from '@token-ledger/contract';
import { type AccessKeyPrincipal, type Clock, type DisabledIds, NOBODY_DISABLED } from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  InMemoryIdempotencyStore,
  InMemorySourceStore,
  InMemoryUsageQueue,
  InMemoryWitnessStore,
} from '@token-ledger/in-memory';
import { createHandler } from '../../functions/accept-usage/handler.ts';
import { createHandler as createConsumer } from '../../functions/record-usage/handler.ts';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { answered } from './answered.ts';
import { LIMITS, ledgerOver } from './ledger-over.ts';
import { recordedEvents } from './recorded-events.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';
import { sqsEvent } from './sqs-event.ts';

type Answer = AcceptUsageResponse & ProblemDocument;

export const RECORD = { model: 'claude-sonnet-5-5', usage: { input_tokens: 1000, output_tokens: 500 } };
export const record = (requestId: string, fields: object = {}) => ({ ...RECORD, requestId, ...fields });

/** The key of a record of the caller. */
export const own = (requestId: string) => ({ accessKeyId: 'ak_own', requestId });

interface SetUp {
  readonly principal?: Partial<AccessKeyPrincipal>;
  readonly asyncProcessing?: boolean;
  readonly qualityMetrics?: boolean;
  /** Whether sending the nth message (from 0) succeeds. */
  readonly sends?: (index: number) => boolean;
  /** Whether a claim succeeds. */
  readonly claims?: (index: number) => boolean;
  /** Whether a conflict can be put on record. */
  readonly conflicts?: () => boolean;
  readonly disabled?: DisabledIds;
  /** Whether records can be quarantined. */
  readonly quarantines?: boolean;
  /** Whether an Idempotency-Key can be bound to a body, or to no other. */
  readonly binds?: () => boolean;
  readonly clock?: Clock;
  /** The types of events that are sent; none by default. */
  readonly sentEvents?: readonly EventType[];
}

/** The function that accepts usage, with an in-memory queue and store, and the function that records what it queued. */
export function setUp({
  principal,
  asyncProcessing = true,
  qualityMetrics = true,
  sends,
  claims,
  conflicts = () => true,
  disabled = NOBODY_DISABLED,
  quarantines = true,
  binds = () => true,
  clock = () => NOON,
  sentEvents = [],
}: SetUp = {}) {
  let sent = 0;
  const queue = new InMemoryUsageQueue({
    step: async (_, effect) => {
      if (sends && !sends(sent++)) throw new Error('SQS is down');
      return effect();
    },
  });
  let claimed = 0;
  const store = createInMemoryLedgerStore({
    step: async (operation, effect) => {
      if (operation === 'claim' && claims && !claims(claimed++)) throw new Error('DynamoDB is down');
      if (operation === 'quarantine' && !quarantines) throw new Error('DynamoDB is down');
      if (operation === 'putConflict' && !conflicts()) throw new Error('DynamoDB is down');
      return effect();
    },
  });
  const idempotency = new InMemoryIdempotencyStore({
    step: async (_, effect) => {
      if (!binds()) throw new Error('DynamoDB is down');
      return effect();
    },
  });
  const telemetry = recordingTelemetry();
  const sources = new InMemorySourceStore();
  const events = recordedEvents(sentEvents);
  const hearSources = createHearSources({ store: sources, logger: telemetry.logger });
  const shared = {
    ledger: ledgerOver(store, clock),
    limits: LIMITS,
    disabledIds: async () => disabled,
    hearSources,
    events: events.events,
  };
  const handler = createHandler({
    ...shared,
    queue,
    idempotency,
    asyncProcessing,
    qualityMetrics,
    telemetry,
  });
  const consumer = recordingTelemetry();
  const consume = createConsumer({
    ...shared,
    witnesses: new InMemoryWitnessStore(),
    telemetry: consumer,
    qualityMetrics: true,
  });
  return {
    queue,
    store,
    sources,
    telemetry,
    events,
    /** The telemetry of the function that records. */
    consumer,
    /** Delivers everything that was sent. */
    deliver: () => consume(sqsEvent(...queue.sent('live'), ...queue.sent('bulk'))),
    /** Delivers these messages. */
    consume: (...bodies: readonly unknown[]) => consume(sqsEvent(...bodies)),
    post: async (
      body: unknown,
      headers: Record<string, string> = {},
      caller: Partial<AccessKeyPrincipal> = {},
    ) => {
      const answer = await answered(handler, {
        method: 'POST',
        path: '/v1/usage',
        headers: { 'content-type': 'application/json', ...headers },
        json: body,
        scopes: ['ingest'],
        principal: { accessKeyId: 'ak_own', ownerUserId: 'u_own', ...principal, ...caller },
      });
      return { ...answer, body: answer.body as Answer };
    },
  };
}

/** `index status code`, one for each record. */
export function resultLines({ results }: AcceptUsageResponse): string[] {
  return results.map(({ index, status, code }) =>
    [index, status, code].filter((part) => part !== undefined).join(' '),
  );
}
