import { parseUsageRecord, type RecordContext } from '@token-ledger/contract';
import type { ReportedUsage } from '@token-ledger/core';

export const USAGE = {
  input_tokens: 1000,
  output_tokens: 500,
  cache_creation_input_tokens: 100,
  cache_read_input_tokens: 50,
};

export const RECORD = {
  requestId: 'req_011CXyz',
  occurredAt: '2026-11-21T10:15:30.123Z',
  accessKeyId: 'ak_01',
  userId: 'u_42',
  model: 'claude-sonnet-5-5',
  feature: 'chat_completion',
  endpoint: '/v1/messages',
  stopReason: 'end_turn',
  temperature: 0.2,
  maxTokens: 1024,
  status: 'ok',
  usage: USAGE,
  metadata: { team: 'search' },
};

export const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-5-5',
  content: [{ type: 'text', text: 'a secret answer' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { ...USAGE, service_tier: 'standard', something_new: { text: 'a secret answer' } },
};

const REPORTER = {
  accessKeyId: 'ak_own',
  userId: 'u_own',
  mayReportForOthers: false,
  mayReportAnyUser: false,
};
/** Who reports: a caller with the scope ingest, ingest:users, ingest:any. */
export const OWN = { path: '', reporter: REPORTER };
export const TEAM = { path: '', reporter: { ...REPORTER, mayReportAnyUser: true } };
export const GATEWAY = {
  path: '',
  reporter: { ...REPORTER, mayReportForOthers: true, mayReportAnyUser: true },
};

/** What the ledger reads in a record. @throws Error if it is refused */
export function accepted(json: unknown, context?: RecordContext): ReportedUsage {
  const parsed = parseUsageRecord(json, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.usage;
}

/** The problems, as `path code`. */
export function problems(json: unknown, context?: RecordContext): string[] {
  const parsed = parseUsageRecord(json, context);
  return parsed.ok ? [] : parsed.problems.map(({ path, code }) => `${path} ${code}`);
}
