import type { AggregationRequest } from '../aggregations.ts';
import type { UsageRecordInput } from '../usage-record-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/*
 * What the fields of requests mean. Beside the schemas and not in them: these texts would be in every function that judges records.
 */

const RECORD = {
  requestId:
    'The name under which the call counts once: best the `request-id` of Anthropic’s response. Needed, unless there is a `messageId`, a `message.id` or an `Idempotency-Key`.',
  messageId:
    'The id of Anthropic’s message, beside `usage`. A report with both names ties them: reports under either are one call.',
  occurredAt:
    'When the call was made: ISO 8601 with its offset from UTC, or milliseconds since the epoch. Default: when it is received.',
  accessKeyId: 'The access key that the call was made for. Default: that of the caller.',
  userId: 'The user that the call was made for. Default: the owner of the caller’s access key.',
  model: 'As Anthropic names it. Needed, unless `message` or `events` name it.',
  feature: 'What the call was for.',
  endpoint: 'What was called.',
  stopReason: 'How the call ended.',
  temperature: 'As requested.',
  maxTokens: 'As requested.',
  status:
    'Default: `ok`. `error`: a failed call, which may be without `usage`. `partial`: the figures so far; a later report completes them.',
  billedTo:
    'Who pays. Calls that a `user_profile` pays for count, and cost nothing. Default: `organization`.',
  detail:
    '`totals`: the counters are right, and what else decides the price is unknown; a later report completes it.',
  source: 'How the call was captured. Default: `direct`.',
  usage:
    'Anthropic’s usage object, unchanged. At least one of the four counters of tokens, unless `status` is `error`.',
  message:
    'Anthropic’s whole message, in place of `usage`, `model` and `stopReason`. Its content is dropped.',
  events:
    'The events of a stream in their order, in place of `usage`, `stopReason`, `status` and, with a `message_start`, `model`. Their content is dropped.',
  metadata: 'Labels of your own. Names and texts that could be content are refused.',
} as const satisfies Record<keyof UsageRecordInput, string>;

const PRIORITY =
  '`live`, the default, or `bulk` for backfill, which does not delay live usage. As a number, 5 to 9 are `live`, 0 to 4 `bulk`.';

const FULL_HOURS = 'ISO 8601 with its offset from UTC, a full hour';

const AGGREGATION = {
  date: 'A day of the reporting time zone: `today`, `yesterday`, or a date.',
  from: `In place of \`date\`: the start, ${FULL_HOURS}.`,
  to: `The end, exclusive, ${FULL_HOURS}.`,
} as const satisfies Partial<Record<keyof AggregationRequest, string>>;

/** By the names of components. */
export const REQUEST_DESCRIPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  UsageRecordInput: RECORD,
  SingleUsageRecordInput: { ...RECORD, priority: PRIORITY },
  UsageBatchInput: { records: 'Each fails alone.', priority: PRIORITY },
  RecordLookupRequest: { names: 'Request ids and message ids.' },
  AggregationRequest: AGGREGATION,
  RebuildRequest: {
    from: `The start, ${FULL_HOURS}.`,
    to: `The end, exclusive, ${FULL_HOURS}; not beyond the hour under way.`,
    repair:
      'Default: false, statistics can only increase. True only after a correction of the records: statistics may decrease.',
  },
};

/** The schemas with these descriptions. */
export function describeFields(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { properties } = schema as { readonly properties?: Readonly<Record<string, JsonSchema>> };
      const descriptions = REQUEST_DESCRIPTIONS[name];
      if (!properties || !descriptions) return [name, schema];
      const described = Object.entries(properties).map(([field, made]) => [
        field,
        { ...made, ...(descriptions[field] !== undefined && { description: descriptions[field] }) },
      ]);
      return [name, { ...schema, properties: Object.fromEntries(described) as JsonSchema }];
    }),
  );
}
