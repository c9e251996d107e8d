import type * as z from 'zod/mini';
import type { EVENT_SCHEMAS } from './event-schemas.ts';

/** The detail type of every event on the bus, by its name in the settings. */
export const EVENT_TYPES = {
  usageCollected: 'Usage Collected',
  aggregationCompleted: 'Aggregation Completed',
  budgetThreshold: 'Budget Threshold Reached',
  usageConflict: 'Usage Conflict',
  unknownModel: 'Unknown Model',
  qualityChanged: 'Quality Changed',
  accessKeyCreated: 'Access Key Created',
  accessKeyRotated: 'Access Key Rotated',
  accessKeyDisabled: 'Access Key Disabled',
  exportReady: 'Export Ready',
  reportReady: 'Report Ready',
} as const;
export type EventType = keyof typeof EVENT_TYPES;

export type EventDetail<T extends EventType> = z.output<(typeof EVENT_SCHEMAS)[T]>;

/** A fact to announce. */
export type LedgerEvent = {
  [T in EventType]: { readonly type: T; readonly atMs: number; readonly detail: EventDetail<T> };
}[EventType];

/** Those types that a deployment sends. */
export type EnabledEvents = ReadonlySet<EventType>;
