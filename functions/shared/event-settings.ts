import { EVENT_TYPES, type EventType } from '@token-ledger/contract';
import * as z from 'zod/mini';
import { text } from './environment.ts';
import { jsonText } from './json-text.ts';

/** What functions need that announce events. */
export const eventSettings = {
  /** The types that are on. */
  EVENTS: z.pipe(jsonText(), z.array(z.enum(Object.keys(EVENT_TYPES) as EventType[]))),
  NOTIFICATION_QUEUE_URL: text(),
};
