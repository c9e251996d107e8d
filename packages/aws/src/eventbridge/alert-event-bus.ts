import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CLIENT_SETTINGS } from '../clients.ts';

export interface BusEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
  readonly atMs: number;
}

/** Endpoint, region and credentials come from the environment, as everywhere in the AWS SDK. */
export function createEventBridgeClient(): EventBridgeClient {
  return new EventBridgeClient(CLIENT_SETTINGS);
}

/** Puts an event on a bus; rejects unless EventBridge confirms it. */
export function createAlertEventBus(client: EventBridgeClient, busName: string) {
  return async ({ source, detailType, detail, atMs }: BusEvent): Promise<void> => {
    const { Entries: [entry] = [] } = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: busName,
            Source: source,
            DetailType: detailType,
            Detail: detail,
            Time: new Date(atMs),
          },
        ],
      }),
    );
    // The call succeeds even if the event was refused.
    if (entry?.EventId === undefined)
      throw new Error(`EventBridge refused an event: ${entry?.ErrorCode ?? 'no outcome'}`);
  };
}
