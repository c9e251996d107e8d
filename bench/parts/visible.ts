import { setTimeout as delay } from 'node:timers/promises';
import { NOBODY_DISABLED } from '@token-ledger/core';
import { InMemoryWitnessStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/query-usage/handler.ts';
import { createHandler as createRecordUsage } from '../../functions/record-usage/handler.ts';
import { NO_EVENTS } from '../../functions/shared/event-sender.ts';
import { setUp } from '../../test/support/accepted-usage.ts';
import { answered } from '../../test/support/answered.ts';
import { LIMITS, ledgerOver } from '../../test/support/ledger-over.ts';
import { recordingTelemetry } from '../../test/support/recording-telemetry.ts';
import { shownIds } from '../../test/support/shown-ids.ts';
import { queueEvent } from '../pipelines/queue-event.ts';
import type { MeasurePart } from '../report/part.ts';
import { wireRecords } from '../wire-records.ts';

/** As deployed by default: `batchingWindowSeconds` and `batchSize`. */
const WINDOW_MS = 5_000;
const BATCH_SIZE = 100;
const LOADS = [
  { perSecond: 20, perRequest: 1 },
  { perSecond: 200, perRequest: 1 },
  { perSecond: 2_000, perRequest: 100 },
] as const;
const PROBES_PER_SECOND = 4;
const ASK_EVERY_MS = 25;
const GIVE_UP_MS = 120_000;
const REPORTER = { scopes: ['ingest:any'] } as const;

/** From the answer to a request until a query counts its record. */
export const measure: MeasurePart = async ({ quick }) => {
  const seconds = quick ? 6 : 40;
  const rows = [];
  const findings: string[] = [];
  for (const { perSecond, perRequest } of LOADS) {
    const times = await visibleAfter(perSecond, perRequest, seconds);
    const at = (share: number) => inSeconds(times[Math.floor(share * times.length)]);
    rows.push([perSecond, perRequest, times.length, at(0.5), at(0.99), inSeconds(times.at(-1))]);
    findings.push(
      `At ${perSecond.toLocaleString('en-US')} records a second half of the records are visible after ${at(0.5)} s, 99 of 100 after ${at(0.99)} s.`,
    );
  }
  return {
    title: 'From accepted to visible',
    method: `Seconds from the answer 202 until \`GET /v1/statistics\` counts the record, under load, asked every ${ASK_EVERY_MS} ms. In memory, in one process: the real functions over stores in memory, with messages collected as Lambda does by default, for up to ${WINDOW_MS / 1000} s or ${BATCH_SIZE} messages. What SQS and Lambda add in AWS is not part of it. Queries read records that are not rolled up yet, so no roll-up is waited for: nearly all of the time is the collecting, which \`batchingWindowSeconds\` sets. A design with counters behind the same queue would show them as late; without a queue it shows them at once, and loses what comes while its tables are throttled.`,
    findings,
    tables: [{ columns: ['records/s', 'per request', 'probes', 'p50, s', 'p99, s', 'longest, s'], rows }],
  };
};

async function visibleAfter(
  perSecond: number,
  perRequest: number,
  seconds: number,
): Promise<readonly number[]> {
  const intake = setUp({ clock: Date.now });
  const query = createHandler({
    ledger: ledgerOver(intake.store, Date.now),
    shownIdsOf: shownIds({ clock: Date.now }).shownIdsOf,
    signingKey: async () => new Uint8Array(32),
    cacheTtlSeconds: 3600,
    telemetry: recordingTelemetry(),
  });
  const endAtMs = Date.now() + seconds * 1000;
  const running = { consumer: true };
  const consumer = consume(intake, running);
  // Longer than the probes, so that none waits for a batch that nothing fills.
  const load = sendLoad(intake, perSecond, perRequest, endAtMs + WINDOW_MS);
  const probes: Promise<number>[] = [];
  while (Date.now() < endAtMs) {
    probes.push(probe(intake, query, `probe_${probes.length}`));
    await delay(1000 / PROBES_PER_SECOND);
  }
  await load;
  const times = await Promise.all(probes);
  running.consumer = false;
  await consumer;
  return times.toSorted((a, b) => a - b);
}

type Intake = ReturnType<typeof setUp>;

/** Hands messages over as Lambda does: when enough wait, or the first of them has waited for the whole window. */
async function consume({ queue, store }: Intake, running: { readonly consumer: boolean }): Promise<void> {
  const record = createRecordUsage({
    ledger: ledgerOver(store, Date.now),
    witnesses: new InMemoryWitnessStore(),
    limits: LIMITS,
    disabledIds: async () => NOBODY_DISABLED,
    events: NO_EVENTS,
    hearSources: async () => {},
    telemetry: recordingTelemetry(),
    qualityMetrics: true,
  });
  let [taken, firstAtMs] = [0, Number.POSITIVE_INFINITY];
  while (running.consumer) {
    const waiting = queue.sent('live').slice(taken, taken + BATCH_SIZE);
    if (waiting.length > 0) firstAtMs = Math.min(firstAtMs, Date.now());
    if (waiting.length === BATCH_SIZE || Date.now() - firstAtMs >= WINDOW_MS) {
      const { batchItemFailures } = await record(queueEvent(waiting));
      if (batchItemFailures.length > 0) throw new Error('A message failed.');
      taken += waiting.length;
      firstAtMs = Number.POSITIVE_INFINITY;
    }
    await delay(5);
  }
}

async function sendLoad(
  { post }: Intake,
  perSecond: number,
  perRequest: number,
  endAtMs: number,
): Promise<void> {
  const startMs = Date.now();
  for (let sent = 0; Date.now() < endAtMs; sent += perRequest) {
    await post({ records: wireRecords(perRequest) }, {}, REPORTER);
    await delay(Math.max(0, startMs + ((sent + perRequest) / perSecond) * 1000 - Date.now()));
  }
}

async function probe({ post }: Intake, query: ReturnType<typeof createHandler>, id: string): Promise<number> {
  const [record] = wireRecords(1);
  const { statusCode } = await post({ records: [{ ...record, userId: id }] }, {}, REPORTER);
  if (statusCode !== 202) throw new Error(`A probe was answered with ${statusCode}.`);
  const acceptedAtMs = performance.now();
  const question = {
    dimension: 'user',
    id,
    from: new Date(Date.now() - 3_600_000).toISOString().replace(/:\d\d:.*/, ':00:00Z'),
    to: new Date(Date.now() + 3_600_000).toISOString().replace(/:\d\d:.*/, ':00:00Z'),
    period: 'hour',
  };
  while (performance.now() - acceptedAtMs < GIVE_UP_MS) {
    const { body } = await answered(query, {
      method: 'GET',
      path: '/v1/statistics',
      query: question,
      scopes: ['read'],
    });
    if ((body as { readonly rows: readonly unknown[] }).rows.length > 0)
      return performance.now() - acceptedAtMs;
    await delay(ASK_EVERY_MS);
  }
  throw new Error(`${id} was not visible after ${GIVE_UP_MS / 1000} s.`);
}

function inSeconds(ms = Number.NaN): string {
  return (ms / 1000).toFixed(1);
}
