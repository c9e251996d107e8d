import {
  Calendar,
  HOUR_MS,
  type LedgerStore,
  NOBODY_DISABLED,
  recordUsage,
  rollUp,
  SHIPPED_PRICE_BOOK,
} from '@token-ledger/core';
import {
  createInMemoryLedgerStore,
  type InMemoryLedgerStore,
  InMemoryPriceStore,
  InMemorySourceStore,
  InMemoryWitnessStore,
} from '@token-ledger/in-memory';
import { createHandler as createAcceptUsage } from '../../functions/accept-usage/handler.ts';
import { createHandler as createQueryUsage } from '../../functions/query-usage/handler.ts';
import { createHandler as createRecordUsage } from '../../functions/record-usage/handler.ts';
import { createHandler as createRollUpUsage } from '../../functions/roll-up-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { createHearSources } from '../../functions/shared/hear-sources.ts';
import { SERVICES } from '../../functions/shared/metrics.ts';
import { createTelemetry } from '../../functions/shared/telemetry.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { LIMITS, ledgerOver, ROLL_UP_ALL } from './ledger-over.ts';
import { NOON, usageRecord } from './records.ts';
import { shownIds } from './shown-ids.ts';
import { sqsEvent } from './sqs-event.ts';

/*
 * Functions with the telemetry of a deployment, over stores that forget: what a function stores is not in its memory.
 */

/** Handles one request of many, each another one. */
export type Handle = (index: number) => Promise<unknown>;

export const BUSY_FUNCTIONS: Readonly<Record<string, () => Promise<Handle> | Handle>> = {
  'query-usage': queryUsage,
  'record-usage': recordUsageOfQueue,
  'accept-usage': acceptUsage,
  'roll-up-usage': rollUpUsage,
};

/** All four questions, about changing ranges and people. */
async function queryUsage(): Promise<Handle> {
  const ledger = ledgerOver(createInMemoryLedgerStore(), () => NOON + HOUR_MS, new Calendar('Europe/Berlin'));
  const records = Array.from({ length: 40 }, (_, index) =>
    usageRecord({ userId: `u_${index}`, occurredAtMs: NOON - (index % 8) * HOUR_MS }),
  );
  await recordUsage(ledger, records);
  await rollUp(ledger, ROLL_UP_ALL);
  const handler = createQueryUsage({
    ledger,
    ...shownIds({ clock: ledger.clock, pseudonymizeUsers: true }),
    signingKey: async () => new Uint8Array(32).fill(7),
    cacheTtlSeconds: 60,
    telemetry: createTelemetry(SERVICES.queryUsage),
  });
  const questions = ['statistics', 'trends', 'top-consumers', 'overview'];
  return async (index) => {
    const from = new Date(NOON - (2 + (index % 7)) * HOUR_MS).toISOString();
    const path = `/v1/${questions[index % questions.length]}`;
    const query = { from, to: new Date(NOON).toISOString(), ...PARAMETERS[index % questions.length] };
    const answer = await handler(
      httpEvent({ method: 'GET', path, query, scopes: ['read'] }),
      lambdaContext(),
    );
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
  };
}

const PARAMETERS: readonly Readonly<Record<string, string>>[] = [
  { period: 'hour', dimension: 'user' },
  { period: 'hour' },
  { dimension: 'user' },
  {},
];

/** Confirms everything and keeps nothing. */
const FORGETFUL = {
  claim: async (records) => records.map(() => ({ kind: 'claimed' })),
  putSegment: async () => undefined,
  putMark: async () => undefined,
  quarantine: async () => undefined,
} satisfies Partial<LedgerStore>;

/** New records in every batch, and a message that cannot be read. */
function recordUsageOfQueue(): Handle {
  const telemetry = createTelemetry(SERVICES.recordUsage);
  const handler = createRecordUsage({
    ledger: ledgerOver(FORGETFUL as unknown as LedgerStore),
    witnesses: { addWitnessed: async () => undefined },
    limits: LIMITS,
    defaultAccessKeys: {},
    disabledIds: async () => NOBODY_DISABLED,
    events: NO_EVENTS,
    hearSources: createHearSources({ store: new InMemorySourceStore(), logger: telemetry.logger }),
    qualityMetrics: true,
    telemetry,
  });
  return (index) => handler(sqsEvent(...messages(index), 'not JSON'));
}

function acceptUsage(): Handle {
  const telemetry = createTelemetry(SERVICES.acceptUsage);
  const handler = createAcceptUsage({
    ledger: ledgerOver(FORGETFUL as unknown as LedgerStore),
    queue: { send: async (_, bodies) => bodies.map(() => ({ kind: 'sent' })) },
    idempotency: { bindKey: async () => true },
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    events: NO_EVENTS,
    hearSources: createHearSources({ store: new InMemorySourceStore(), logger: telemetry.logger }),
    asyncProcessing: true,
    qualityMetrics: true,
    telemetry,
  });
  return async (index) => {
    const json = { records: messages(index) };
    const event = httpEvent({ method: 'POST', path: '/v1/usage', json, scopes: ['ingest:any'] });
    const answer = await handler(event, lambdaContext());
    if (answer.statusCode !== 202) throw new Error(answer.body);
  };
}

const messages = (index: number) =>
  Array.from({ length: 3 }, (_, place) => ({
    requestId: `r_${index}_${place}`,
    accessKeyId: 'ak_1',
    userId: `u_${index}`,
    model: `claude-${index % 20}`,
    occurredAt: new Date(NOON - 1000 * place).toISOString(),
    usage: { input_tokens: 10, output_tokens: 5 },
  }));

/** A ledger with a few records each time. */
function rollUpUsage(): Handle {
  let current = createInMemoryLedgerStore();
  const store = new Proxy({} as InMemoryLedgerStore, {
    get: (_, operation: keyof InMemoryLedgerStore) => (current[operation] as () => unknown).bind(current),
  });
  const ledger = {
    ...ledgerOver(store),
    prices: new InMemoryPriceStore(),
    witnesses: new InMemoryWitnessStore(),
  };
  const handler = createRollUpUsage({
    ledger,
    shippedPrices: SHIPPED_PRICE_BOOK,
    sources: async () => [],
    announceSilence: async () => {},
    maxBuckets: 500,
    telemetry: createTelemetry(SERVICES.rollUpUsage),
  });
  return async (index) => {
    current = createInMemoryLedgerStore();
    await recordUsage(ledger, [usageRecord({ requestId: `r_${index}`, userId: `u_${index}` })]);
    await handler({}, { getRemainingTimeInMillis: () => 300_000 });
  };
}
