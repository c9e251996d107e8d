import { CONFLICT_REASONS, EXPORT_FAILURES, SCOPES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { budgetEventDetailSchema } from '../budget-event.ts';
import { instantText, quantity, rangeShape, text } from '../response-parts.ts';
import type { EventType } from './event-names.ts';

/*
 * The details of all events: the JSON schemas in docs/events and the types of the code that sends them come from here. Ids and
 * figures only: an event has no content, no secret, and no name that an id would not do for.
 */

const base = {
  version: z
    .literal(1)
    .check(
      z.describe('Changes when a field is removed or changes its meaning. Fields may be added without.'),
    ),
  eventId: text('The same in every delivery of this fact. Consumers drop an id that they have seen.'),
};

const usageRow = z.object({
  accessKeyId: text('The access key that the calls are recorded under.'),
  userId: z.exactOptional(text('Absent for calls that name no user.')),
  requests: quantity('Calls, including failed ones.'),
  inputTokens: quantity('Uncached input tokens.'),
  outputTokens: quantity('Output tokens.'),
  cacheCreationTokens: quantity('Tokens written to the cache.'),
  cacheReadTokens: quantity('Tokens read from the cache.'),
});

const usageEntry = z.object({
  id: text('The same whenever these calls are announced. Consumers count each entry once.'),
  usage: z.array(usageRow).check(z.describe('Totals by access key and user.')),
});

const usageCollected = z.object({
  ...base,
  totals: z.object({
    requests: quantity('Calls of all entries.'),
    totalTokens: quantity('Input, output, cache creation and cache read of all entries.'),
  }),
  entries: z
    .array(usageEntry)
    .check(
      z.describe(
        'What was collected for the first time. After a crash, an entry can come again among others.',
      ),
    ),
});

const aggregationCompleted = z.object({
  ...base,
  period: z.enum(['hour', 'day', 'month']),
  id: text('Of the hour, day or month, such as 2026112110.'),
  ...rangeShape,
  records: quantity('The records that its statistics count.'),
  durationMs: quantity('How long the computation took.'),
});

const usageConflict = z.object({
  ...base,
  conflictId: text('As `GET /v1/conflicts` lists it, with both sides.'),
  reason: z.enum(CONFLICT_REASONS),
  accessKeyId: text('Under which the call is recorded.'),
  requestId: text('The name of the record that counts.'),
  receivedAt: instantText('When the report that contradicts it was received.'),
});

const unknownModel = z.object({
  ...base,
  model: text('Of its requests, something has no price.'),
  ...rangeShape,
  unpricedRequests: quantity('Requests in this hour whose cost is missing or too low.'),
});

const qualityChanged = z.object({
  ...base,
  subject: text('What was judged: `deployment`, or `source:` or `silence:` and the name of a source.'),
  from: text('The status before: `good`, `fair` or `poor`; of a silence, `heard` or `silent`.'),
  to: text('The status since.'),
  changedAt: instantText('When the change was noticed.'),
});

const accessKey = { ...base, accessKeyId: text('The access key.') };

const accessKeyCreated = z.object({
  ...accessKey,
  scopes: z.array(z.enum(SCOPES)).check(z.describe('What it may do.')),
  createdAt: instantText('When it was created.'),
});

const accessKeyRotated = z.object({
  ...accessKey,
  rotatedAt: instantText('When it got a new secret.'),
  previousValidUntil: z.exactOptional(
    instantText('The end of the overlap; absent if the previous secret ended at once.'),
  ),
});

const accessKeyDisabled = z.object({
  ...accessKey,
  disabledAt: instantText('Since then its requests are refused.'),
});

const outcome = {
  status: z.enum(['finished', 'failed']),
  failure: z.exactOptional(z.enum(EXPORT_FAILURES)),
  endedAt: instantText('When it ended.'),
  exportId: text('The export: `GET /v1/exports/{id}` has links to its files.'),
  expiresAt: instantText('When the files are deleted.'),
};

const exportReady = z.object({
  ...base,
  ...outcome,
  files: z.array(
    z.object({ rows: quantity('Rows, without the header.'), bytes: quantity('The size of the file.') }),
  ),
});

const reportReady = z.object({
  ...base,
  ...outcome,
  reportId: text('The report.'),
  runId: text('The run: `GET /v1/reports/{id}/runs/{runId}` shows it.'),
});

export const EVENT_SCHEMAS = {
  usageCollected,
  aggregationCompleted,
  budgetThreshold: z.extend(budgetEventDetailSchema, base),
  usageConflict,
  unknownModel,
  qualityChanged,
  accessKeyCreated,
  accessKeyRotated,
  accessKeyDisabled,
  exportReady,
  reportReady,
} as const satisfies Record<EventType, z.ZodMiniType>;
