import * as z from 'zod/mini';
import { acceptUsageResponseSchema, singleUsageRecordSchema, usageBatchSchema } from '../../accept-usage.ts';
import { tagged } from '../operation.ts';

/** One record, or many. */
export const usageRequest = z.union([singleUsageRecordSchema, usageBatchSchema]);

const ONE = {
  requestId: 'req_011CXyz',
  occurredAt: '2026-11-21T10:15:30.123Z',
  model: 'claude-sonnet-5-5',
  feature: 'chat_completion',
  usage: {
    input_tokens: 1000,
    output_tokens: 500,
    cache_creation_input_tokens: 100,
    cache_read_input_tokens: 50,
  },
  metadata: { team: 'search' },
};

const MANY = {
  priority: 'bulk',
  records: [
    ONE,
    {
      occurredAt: 1_795_256_130_123,
      message: {
        id: 'msg_01',
        model: 'claude-haiku-5-5',
        stop_reason: 'end_turn',
        usage: { input_tokens: 12, output_tokens: 34 },
      },
    },
  ],
};

export const USAGE_OPERATIONS = tagged('Usage', {
  acceptUsage: {
    summary: 'Report usage',
    description:
      'Accepts the usage of one API call, or of up to 1,000, and returns the outcome of every record. A call counts once for each ' +
      'access key and name: the first report decides the hour, a later one that knows more completes it, and the same again ' +
      'changes nothing, so after a timeout send it again. A report that contradicts the record is a conflict; both are kept. ' +
      'Prompts and answers are refused and not stored.',
    headers: {
      'Idempotency-Key': {
        description:
          'Records without an identity get one from this key and their place in the request. For 7 days the key belongs to the ' +
          'body it first came with.',
        schema: { type: 'string', pattern: '^[!-~]{1,64}$' },
      },
    },
    body: {
      schema: usageRequest,
      mediaTypes: ['application/json', 'application/vnd.token-ledger+json'],
      description:
        'At most 5 MB. A body with `Content-Encoding: gzip` must be sent as `application/vnd.token-ledger+json`.',
      examples: { one: ONE, many: MANY },
    },
    answer: {
      status: 202,
      description: 'At least one record is accepted: it is safely queued or recorded, and counts once.',
      schema: acceptUsageResponseSchema,
      example: {
        totalItems: 2,
        accepted: 1,
        conflicts: 0,
        rejected: 1,
        failed: 0,
        results: [
          { index: 0, requestId: 'req_011CXyz', status: 'accepted' },
          {
            index: 1,
            requestId: 'req_012',
            metadata: { team: 'search' },
            status: 'rejected',
            code: 'invalid_record',
            retryable: false,
            errors: [
              {
                path: '/records/1/usage/input_tokens',
                code: 'out_of_range',
                message: 'must be a whole number from 0 to 1099511627776; got -5',
              },
            ],
          },
        ],
      },
    },
    problems: [
      'invalid_record',
      'too_old',
      'too_many_tokens',
      'not_permitted',
      'disabled',
      'too_many_records',
      'conflict',
      'idempotency_key_reused',
      'not_stored',
    ],
  },
});
