import type { components } from '@token-ledger/client/query';

/** What the pages of quality show, as the API answers it. */
export type HealthAnswer = components['schemas']['Health'];
export type Conflict = components['schemas']['Conflict'];
export type AuditedDay = components['schemas']['AuditedDay'];
