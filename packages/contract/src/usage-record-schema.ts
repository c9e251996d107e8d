import { RECORD_DETAILS, RECORD_SOURCES, RECORD_STATUSES } from '@token-ledger/core';
import * as z from 'zod/mini';
import { anthropicMessageSchema, anthropicUsageSchema } from './anthropic-message.ts';
import { metadataSchema } from './metadata.ts';
import { streamEventsSchema } from './stream-events.ts';
import { count, instantOrMilliseconds, temperature } from './wire-number.ts';
import { listedName, name, requestId, shortText } from './wire-text.ts';

/** Who may pay for a call: the organization that made it, or the customer behind the user profile that it named. */
const BILLED_TO = ['organization', 'user_profile'] as const;

/**
 * One record on the wire, the same in HTTP bodies, in messages of the queue and in the client. `null` is as good as
 * missing. Unknown fields are refused, so that nothing is lost, or kept, by a misspelling.
 */
export const usageRecordSchema = z.strictObject(
  {
    requestId: z.nullish(requestId()),
    /** The id of Anthropic's message, where `usage` is reported and not the whole `message`. */
    messageId: z.nullish(requestId()),
    occurredAt: z.nullish(instantOrMilliseconds()),
    accessKeyId: z.nullish(name()),
    userId: z.nullish(name()),
    model: z.nullish(listedName()),
    feature: z.nullish(listedName()),
    endpoint: z.nullish(shortText()),
    stopReason: z.nullish(shortText()),
    temperature: z.nullish(temperature()),
    maxTokens: z.nullish(count()),
    status: z.nullish(z.enum(RECORD_STATUSES)),
    /** Who pays, as the request's `billing_policy` says: by default the organization that made the call. */
    billedTo: z.nullish(z.enum(BILLED_TO)),
    /** `totals`: the counters are right; what else decides the price is unknown. */
    detail: z.nullish(z.enum(RECORD_DETAILS)),
    /** How the call was captured; by default `direct`. */
    source: z.nullish(z.enum(RECORD_SOURCES)),
    /** Anthropic's usage object, verbatim. */
    usage: z.nullish(anthropicUsageSchema),
    /** Or Anthropic's whole message, in place of `usage`, `model`, `stopReason` and, without one of its own, `requestId`. */
    message: z.nullish(anthropicMessageSchema),
    /** Or the events of a stream, in place of `usage`, `stopReason`, `status` and, with a `message_start`, `model`. */
    events: z.nullish(streamEventsSchema),
    metadata: z.nullish(metadataSchema),
  },
  'must be an object',
);

/** A record as a producer may write it. */
export type UsageRecordInput = z.input<typeof usageRecordSchema>;
