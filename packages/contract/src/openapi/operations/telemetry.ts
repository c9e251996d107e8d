import { telemetryAnswerSchema, telemetryRequestSchema } from '../../telemetry.ts';
import { ok, tagged } from '../operation.ts';

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const int = (key: string, intValue: string) => ({ key, value: { intValue } });

const LOGS = {
  resourceLogs: [
    {
      resource: { attributes: [text('service.name', 'claude-code')] },
      scopeLogs: [
        {
          logRecords: [
            {
              timeUnixNano: '1795256130123000000',
              attributes: [
                text('event.name', 'api_request'),
                text('event.timestamp', '2026-11-21T10:15:30.123Z'),
                text('request_id', 'req_011CXyz'),
                text('model', 'claude-sonnet-5-5'),
                int('input_tokens', '12'),
                int('output_tokens', '150'),
                int('cache_read_tokens', '3000'),
                int('cache_creation_tokens', '400'),
              ],
            },
          ],
        },
      ],
    },
  ],
};

const SPANS = {
  resourceSpans: [
    {
      resource: { attributes: [text('service.name', 'claude-platform')] },
      scopeSpans: [
        {
          scope: { name: 'com.anthropic.claude-platform' },
          spans: [
            {
              name: 'chat claude-sonnet-5-5',
              startTimeUnixNano: '1795256130123000000',
              endTimeUnixNano: '1795256133000000000',
              attributes: [
                text('anthropic.request.id', 'req_011CXyz'),
                text('gen_ai.response.id', 'msg_011CXyz'),
                text('gen_ai.response.model', 'claude-sonnet-5-5'),
                int('gen_ai.usage.input_tokens', '3412'),
                int('gen_ai.usage.cache_read.input_tokens', '3000'),
                int('gen_ai.usage.cache_write.input_tokens', '400'),
                int('gen_ai.usage.output_tokens', '150'),
              ],
            },
          ],
        },
      ],
    },
  ],
};

const BODY = {
  schema: telemetryRequestSchema,
  description:
    'At most 5 MB and 10,000 entries. The same as `application/x-protobuf` is what exporters should send: it may be ' +
    'compressed with gzip, JSON may not. The answer is in the encoding of the request.',
};

const ANSWER = 'The request was read; `partialSuccess` names what was refused.';

export const TELEMETRY_OPERATIONS = tagged('Telemetry', {
  acceptLogs: {
    summary: 'Log records',
    description:
      'Events `api_request` of Claude Code become records of totals. All other log records, and the bodies of all, are not read.',
    body: { ...BODY, examples: { claudeCode: LOGS } },
    answer: ok(ANSWER, telemetryAnswerSchema, {}),
    problems: ['too_many_records', 'not_stored'],
  },
  acceptMetrics: {
    summary: 'Metrics',
    description: 'Taken and not read: metrics count the same tokens as log records.',
    body: { ...BODY, examples: { none: { resourceMetrics: [] } } },
    answer: ok(ANSWER, telemetryAnswerSchema, {}),
    problems: [],
  },
  acceptTraces: {
    summary: 'Spans',
    description:
      'Spans of calls, from a telemetry destination of Anthropic or by the conventions for generative AI. They wait up to 15 ' +
      'minutes and become records of totals unless another access key reported the call.',
    body: { ...BODY, examples: { anthropic: SPANS } },
    answer: ok(ANSWER, telemetryAnswerSchema, {
      partialSuccess: {
        rejectedSpans: '1',
        errorMessage: 'missing_identity (1): has neither a request id nor a message id',
      },
    }),
    problems: ['too_many_records', 'not_stored'],
  },
});
