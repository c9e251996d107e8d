import { lookupResponse, lookupSchema } from '../../record-lookup.ts';
import { recordQuery, recordsQuery } from '../../records.ts';
import { recordResponse, recordsResponse } from '../../records-response.ts';
import { TOKENS } from '../examples.ts';
import { ok, tagged } from '../operation.ts';

const RECORD = {
  requestId: 'req_011CXyz',
  otherName: 'msg_01ABC',
  occurredAt: '2026-11-20T10:15:30.123Z',
  receivedAt: '2026-11-20T10:15:31.042Z',
  accessKeyId: 'ak_01',
  userId: 'u_42',
  model: 'claude-sonnet-5-5',
  feature: 'chat_completion',
  status: 'ok',
  source: 'client',
  revision: 2,
  tokens: TOKENS,
  cost: { usd: '0.007255', listUsd: '0.007255', unpriced: [], uncertain: true },
  metadata: { team: 'search' },
};

const line = (kind: string, quantity: number, price: string, usd: string) => ({
  model: RECORD.model,
  kind,
  quantity,
  per: 1_000_000,
  price,
  listPrice: price,
  usd,
});
const ONE_RECORD = {
  ...RECORD,
  cost: {
    ...RECORD.cost,
    lines: [
      line('input', TOKENS.input, '2', '0.002'),
      line('output', TOKENS.output, '10', '0.005'),
      line('cacheCreationUnattributed', TOKENS.cacheCreationUnattributed, '2.5', '0.00025'),
      line('cacheRead', TOKENS.cacheRead, '0.1', '0.000005'),
    ],
  },
};

export const RECORDS_OPERATIONS = tagged('Records', {
  getRecords: {
    summary: 'Records',
    description:
      'Raw records, while they are kept. All conditions must hold; `from` or `last` is required without `requestId`. Records that arrive ' +
      'while you page neither repeat nor shift others.',
    query: recordsQuery,
    answer: ok('A page of records.', recordsResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      records: [RECORD],
    }),
    problems: ['not_visible'],
  },
  getRecord: {
    summary: 'One record',
    description:
      'Found by either of its names: request id or message id. Names belong to access keys: if several have a record of this ' +
      'name, the problem `ambiguous_request_id` lists them as `accessKeys`, and `accessKeyId` chooses one. Use ' +
      '`GET /v1/records?requestId=…` for an id with a slash.',
    query: recordQuery,
    path: {
      requestId: {
        description: 'The name under which the record counts, or its other name.',
        example: 'req_011CXyz',
        maxLength: 128,
      },
    },
    answer: ok('The record.', recordResponse, ONE_RECORD),
    problems: ['record_not_found', 'ambiguous_request_id'],
  },
  lookUpNames: {
    summary: 'Look names up',
    description:
      'Which calls are counted already, by request ids and message ids, under any access key, and since when usage is accepted: ' +
      'what an import has to know, so that it counts nothing twice. A key without the scopes `ingest:any`, `read` and `admin` sees ' +
      'only whether other keys have a call.',
    body: { schema: lookupSchema, examples: { names: { names: ['req_011CXyz', 'msg_01ABD'] } } },
    answer: ok('The names that are held.', lookupResponse, {
      asOf: '2026-11-21T12:30:00.000Z',
      acceptedFrom: '2026-10-17T12:30:00.000Z',
      held: [{ name: 'req_011CXyz', accessKeyIds: ['ak_01'], hiddenKeys: 0 }],
    }),
  },
});
