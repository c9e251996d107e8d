import type { components } from '@token-ledger/client/query';
import { addressOf } from '../../parts/address.ts';

type Operation = components['schemas']['Caller']['operations'][number];

/** The sections of the runbook that alarms name, which tests compare with it. */
export const ALARM_SECTIONS = [
  'daily-tokens',
  'error-rate',
  'quarantined-records',
  'conflicting-reports',
  'clocks-ahead',
  'access-keys-refused',
  'unknown-figures',
  'unpriced-requests',
  'sources-silent',
  'price-books-refused',
  'response-time',
  'api-errors',
  'dead-letters',
  'queue-age',
  'roll-up-failures',
  'roll-up-silence',
  'roll-up-lag',
  'budget-failures',
  'unrecorded-calls',
  'budget-silence',
  'alerts-held-back',
  'notification-dead-letters',
  'notification-queue-age',
  'statistics-kept',
  'export-dead-letters',
  'report-dead-letters',
  'service-unhealthy',
  'function-errors',
  'function-throttles',
] as const;

export type AlarmSection = (typeof ALARM_SECTIONS)[number];

/** Undefined for an alarm that was changed by hand, and for a section of another version. */
export function sectionOf(runbook: string | undefined): AlarmSection | undefined {
  return ALARM_SECTIONS.find((name) => name === runbook);
}

/** Where the console helps with an alarm: what the place is called, the operation that is needed there, and its page. */
export const ALARM_PLACES = {
  'dead-letters': ['failed-messages', 'listFailedMessages', addressOf('/failed-messages')],
  'quarantined-records': [
    'quarantine',
    'listFailedMessages',
    addressOf('/failed-messages', { place: 'quarantine' }),
  ],
  'unpriced-requests': ['prices', 'getPrices', addressOf('/prices')],
  'conflicting-reports': ['conflicts', 'listConflicts', undefined],
  'roll-up-failures': ['aggregation', 'getAggregations', addressOf('/aggregation')],
  'roll-up-silence': ['aggregation', 'getAggregations', addressOf('/aggregation')],
  'roll-up-lag': ['aggregation', 'getAggregations', addressOf('/aggregation')],
} as const satisfies Partial<Record<AlarmSection, readonly [string, Operation, string | undefined]>>;
