import type { WaitingEvent, WaitingEventStore } from '@token-ledger/core';
import { SORT_KEY, WAITING_EVENT_BODY_ATTRIBUTE } from './attribute-names.ts';
import type { Item } from './batch-get.ts';
import { WAITING_EVENTS_PARTITION, waitingEventKey } from './key-schema.ts';
import { CorruptDataError } from './packed-rows.ts';
import { queryAll } from './query-all.ts';
import { type LedgerTable, tableItems } from './table-items.ts';

/** A partition of their own, which is mostly empty. */
export function createDynamoWaitingEventStore({ client, ledgerTable }: LedgerTable): WaitingEventStore {
  return {
    async listWaitingEvents() {
      const events: WaitingEvent[] = [];
      const pages = queryAll(client, ledgerTable, WAITING_EVENTS_PARTITION, { consistent: false });
      for await (const item of pages) events.push(decode(item));
      return events;
    },

    removeWaitingEvent: (id) => tableItems(client, ledgerTable).remove(waitingEventKey(id)),
  };
}

/** The write of an event, for the transaction of what it is about. */
export function putWaitingEvent(TableName: string, { id, body }: WaitingEvent) {
  return { Put: { TableName, Item: { ...waitingEventKey(id), [WAITING_EVENT_BODY_ATTRIBUTE]: body } } };
}

function decode({ [SORT_KEY]: id, [WAITING_EVENT_BODY_ATTRIBUTE]: body }: Item): WaitingEvent {
  if (typeof body !== 'string') throw new CorruptDataError(`The waiting event ${String(id)} has no message.`);
  return { id: String(id), body };
}
