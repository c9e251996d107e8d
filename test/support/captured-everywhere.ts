import { createLedger, tokenLedger } from '@token-ledger/client';
import { importUsage, transcripts } from '@token-ledger/importers';
import type { Random } from '../../scripts/random.ts';
import { fileIn, ndjson } from '../unit/importers/support/files.ts';
import type { EveryIntake } from './every-intake.ts';
import { startTestGateway } from './gateway.ts';
import { readerOfLedger } from './ledger-reader.ts';
import type { MessagesApi } from './messages-api.ts';
import {
  eventOf,
  laptopOf,
  type MadeCall,
  makeCalls,
  type PlannedCall,
  spanOf,
  transcriptLinesOf,
  USERS,
} from './observed-calls.ts';
import { NOON } from './records.ts';
import { API_RESOURCE, protobufRequest } from './telemetry.ts';

/** A record in a message, as far as it matters here. */
export interface QueuedRecord {
  readonly requestId: string;
  readonly source?: string;
  readonly status?: string;
  readonly detail?: string;
  readonly usage: { readonly output_tokens: number };
}

export function recordsIn(bodies: readonly string[]): readonly QueuedRecord[] {
  return bodies.flatMap((body) => JSON.parse(body).records as readonly QueuedRecord[]);
}

const DESTINATION = { accessKeyId: 'ak_anthropic', scopes: ['ingest'] } as const;

/**
 * Makes calls before a gateway, and has everybody who sees them report them, exporters now and then twice. Nothing is delivered
 * yet; transcripts are imported when the test says so.
 */
export async function captureEverywhere(
  plan: readonly PlannedCall[],
  { api, intake, random, folder }: { api: MessagesApi; intake: EveryIntake; random: Random; folder: string },
) {
  const scopes = ['ingest:users'] as const;
  const gateway = await startTestGateway({ upstreamUrl: api.url, queue: intake.queue });
  const { id: accessKeyId, printed: accessKey } = await gateway.issueKey({ scopes });
  const team = { accessKeyId, scopes };
  const transport = intake.transportOf(team, accessKey);
  const client = createLedger({ transport });
  const middleware = tokenLedger({ ledger: client });
  const ids = await makeCalls(plan, { baseURL: gateway.url, apiKey: accessKey, middleware });
  await gateway.stop(5000);
  await client.close();
  const reported = Map.groupBy(recordsIn(intake.queue.sent('live')), ({ source }) => source);
  const calls = plan.map((call, index): MadeCall => {
    const requestId = ids[index] ?? '';
    const billed = api.billed.get(requestId);
    if (!billed) throw new Error(`The call ${index}, ${requestId}, was not billed.`);
    const { messageId, outputTokens, complete } = billed;
    return { ...call, requestId, messageId, outputTokens: outputTokens.at(-1) ?? 0, complete };
  });

  for (const userId of USERS) {
    const logged = calls.filter((call) => call.userId === userId && call.complete && call.logged);
    for (const some of chunked(random, logged, 20)) {
      const entries = some.map(eventOf);
      const request = protobufRequest('logs', { resource: laptopOf(userId), atMs: NOON, entries });
      for (const _ of deliveries(random)) await intake.postTelemetry('/v1/logs', request, team);
    }
  }
  for (const some of chunked(random, random.shuffled(calls), 20)) {
    const entries = some.map(spanOf);
    const request = protobufRequest('traces', { resource: API_RESOURCE, name: 'chat', atMs: NOON, entries });
    for (const _ of deliveries(random)) await intake.postTelemetry('/v1/traces', request, DESTINATION);
  }

  return {
    calls,
    accessKeyId,
    byGateway: reported.get('gateway') ?? [],
    byMiddleware: reported.get('client') ?? [],
    /** Those of each user, twice; a forked session repeats lines of another file. */
    async importTranscripts(): Promise<void> {
      for (const userId of USERS) {
        const own = calls.filter((call) => call.userId === userId);
        const files = [
          await fileIn(folder, `${userId}.jsonl`, ndjson(own.flatMap(transcriptLinesOf))),
          await fileIn(folder, `${userId}-fork.jsonl`, ndjson(own.slice(0, 9).flatMap(transcriptLinesOf))),
        ];
        const reader = readerOfLedger(intake.ledger.deps, scopes, { accessKeyId });
        const to = { endpoint: 'https://ledger.example', accessKey, transport, reader, defaults: { userId } };
        for (const _ of [1, 2]) await importUsage({ source: transcripts({ files }), ...to });
      }
    },
  };
}

/** Delivers messages in random order and batches, some of them twice. Returns the batches. */
export async function deliverShuffled(
  random: Random,
  intake: EveryIntake,
  bodies: readonly string[],
): Promise<readonly (readonly string[])[]> {
  const repeated = bodies.flatMap((body) => deliveries(random).map(() => body));
  const batches = chunked(random, random.shuffled(repeated), 10);
  for (const batch of batches) await intake.deliver(batch);
  return batches;
}

/** Once, sometimes twice. */
function deliveries(random: Random): readonly number[] {
  return random.chance(0.3) ? [1, 2] : [1];
}

function chunked<T>(random: Random, items: readonly T[], most: number): readonly (readonly T[])[] {
  const left = [...items];
  const chunks: T[][] = [];
  while (left.length > 0) chunks.push(left.splice(0, 1 + random.below(most)));
  return chunks;
}
