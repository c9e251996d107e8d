import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CLIENT_SETTINGS } from '../clients.ts';
import { backoffMs, MAX_RETRIES, wait as sleep, type Wait } from '../retry.ts';

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
  readonly atMs: number;
}

/** The most that EventBridge takes in one call. */
const ENTRIES_PER_CALL = 10;
/** Since 2026 it is 1 MB in most partitions; this is the limit in all of them. */
const BYTES_PER_CALL = 256 * 1024;

export interface EventBusOptions {
  readonly client: EventBridgeClient;
  readonly busName: string;
  readonly wait?: Wait;
}

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient(CLIENT_SETTINGS);
}

/** Puts events on a bus, at least once each; rejects unless EventBridge confirms all of them. */
export function createEventBus({ client, busName, wait = sleep }: EventBusOptions) {
  return async (events: readonly BusEvent[]): Promise<void> => {
    for (const call of callsOf(events)) await put(call);
  };

  /** A call succeeds even if entries of it were refused, such as by throttling: these are put again. */
  async function put(events: readonly BusEvent[]): Promise<void> {
    let pending = events;
    for (let retry = 0; ; retry += 1) {
      const { Entries: outcomes = [] } = await client.send(
        new PutEventsCommand({ Entries: pending.map((event) => entryOf(event, busName)) }),
      );
      const refused = pending.filter((_, index) => outcomes[index]?.EventId === undefined);
      if (refused.length === 0) return;
      if (retry === MAX_RETRIES) {
        const code = outcomes.find(({ EventId }) => EventId === undefined)?.ErrorCode ?? 'no outcome';
        throw new Error(`EventBridge refused ${refused.length} of ${events.length} events: ${code}`);
      }
      pending = refused;
      await wait(backoffMs(retry));
    }
  }
}

function entryOf({ source, detailType, detail, atMs }: BusEvent, busName: string) {
  return {
    EventBusName: busName,
    Source: source,
    DetailType: detailType,
    Detail: detail,
    Time: new Date(atMs),
  };
}

/** In order, as many entries per call as fit. */
function callsOf(events: readonly BusEvent[]): readonly (readonly BusEvent[])[] {
  const calls: BusEvent[][] = [];
  let room = 0;
  for (const event of events) {
    const bytes = bytesOf(event);
    const last = calls.at(-1);
    if (last && last.length < ENTRIES_PER_CALL && bytes <= room) last.push(event);
    else {
      calls.push([event]);
      room = BYTES_PER_CALL;
    }
    room -= bytes;
  }
  return calls;
}

/** As EventBridge counts: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html. */
function bytesOf({ source, detailType, detail }: BusEvent): number {
  return TIME_BYTES + [source, detailType, detail].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
const TIME_BYTES = 14;
