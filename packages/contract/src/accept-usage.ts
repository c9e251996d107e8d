import { CONFLICT_REASONS } from '@token-ledger/core';
import * as z from 'zod/mini';
import { MAX_RECORDS_PER_REQUEST } from './limits.ts';
import { prioritySchema } from './priority.ts';
import { problemSchema } from './problem.ts';
import { usageRecordSchema } from './usage-record-schema.ts';

/** Why a record was not accepted. `not_stored` alone is worth another try. */
export const RESULT_CODES = [
  'invalid_record',
  'not_permitted',
  'disabled',
  'too_old',
  'too_many_tokens',
  'conflict',
  'not_stored',
] as const;
export type ResultCode = (typeof RESULT_CODES)[number];

/** The body of `POST /v1/usage` with one record. */
export const singleUsageRecordSchema = z.extend(usageRecordSchema, { priority: prioritySchema });

/** The body of `POST /v1/usage` with many records. */
export const usageBatchSchema = z.strictObject({
  records: z.array(usageRecordSchema).check(z.minLength(1), z.maxLength(MAX_RECORDS_PER_REQUEST)),
  priority: prioritySchema,
});
export type UsageBatchInput = z.input<typeof usageBatchSchema>;

/** What became of one record. */
export const recordResultSchema = z.object({
  /** The record's place in the request, from 0. */
  index: z.int(),
  /** The identity under which it counts; of a record that is not valid its name, absent if that is not valid. */
  requestId: z.optional(z.string()),
  /** The labels of a rejected record, if they and its name are valid. */
  metadata: z.optional(z.record(z.string(), z.string())),
  /**
   * `accepted`: safely queued or recorded, it will count once. `conflict`: it contradicts what is recorded of the same call,
   * or another record of this request; both are on record for a person to look at. `rejected`: it will never count as it
   * is. `failed`: could not be stored, send it again.
   */
  status: z.enum(['accepted', 'conflict', 'rejected', 'failed']),
  code: z.optional(z.enum(RESULT_CODES)),
  /** What a conflict is about: another user, other figures, or names that are tied differently. */
  reason: z.optional(z.enum(CONFLICT_REASONS)),
  retryable: z.optional(z.boolean()),
  errors: z.optional(z.array(problemSchema)),
});
export type RecordResult = z.infer<typeof recordResultSchema>;

/** What became of every record of a request, in its order. Also among the members of its problem documents. */
export const acceptUsageResponseSchema = z.object({
  /** Records of the request: the sum of the four counts below. */
  totalItems: z.int(),
  accepted: z.int(),
  conflicts: z.int(),
  rejected: z.int(),
  failed: z.int(),
  results: z.array(recordResultSchema),
});
export type AcceptUsageResponse = z.infer<typeof acceptUsageResponseSchema>;
