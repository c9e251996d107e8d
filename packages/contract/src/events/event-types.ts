import type * as z from 'zod/mini';
import type { EventType } from './event-names.ts';
import type { EVENT_SCHEMAS } from './event-schemas.ts';

export type EventDetail<T extends EventType> = z.output<(typeof EVENT_SCHEMAS)[T]>;

/** A fact to announce. */
export type LedgerEvent = {
  [T in EventType]: { readonly type: T; readonly atMs: number; readonly detail: EventDetail<T> };
}[EventType];
