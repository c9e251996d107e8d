/*
 * Records as a company of 100 access keys and 1,000 users makes them: ids as random, names as repetitive and counters as
 * spread as in real life, for what is measured in bytes. The same records in every run.
 */
import type { UsageRecord } from '@token-ledger/core';
import { Random } from '../scripts/random.ts';

export const SLICE_START_MS = Date.UTC(2026, 10, 21, 12, 5);

const generator = new Random(42);
const random = () => generator.next();
const ALPHANUMERIC = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const accessKeys = Array.from({ length: 100 }, () => `ak_${word(16, ALPHANUMERIC.slice(0, 32))}`);
const users = Array.from({ length: 1000 }, () => `user_${word(17, ALPHANUMERIC)}`);
const models = [
  'claude-sonnet-5-5-20260929',
  'claude-haiku-5-5-20261007',
  'claude-opus-5-20260510',
  'claude-sonnet-4-5-20250929',
  'claude-haiku-4-5-20251001',
];
const features = [
  'chat_completion',
  'summarize',
  'code_review',
  'search',
  'translate',
  'extract',
  'classify',
  'agent',
];

/** Records of five seconds: what one run of the consumer packs at a million records a day and more. */
export function realisticRecords(count: number): UsageRecord[] {
  return Array.from({ length: count }, () => realisticRecord(SLICE_START_MS + Math.floor(random() * 5_000)));
}

/** A record of a moment. */
export function realisticRecord(occurredAtMs: number): UsageRecord {
  const cached = random();
  return {
    requestId: `req_011C${word(20, ALPHANUMERIC)}`,
    occurredAtMs,
    receivedAtMs: occurredAtMs + 60 + around(300),
    accessKeyId: oneOf(accessKeys),
    userId: oneOf(users),
    model: oneOf(models),
    feature: oneOf(features),
    tokens: {
      input: around(900),
      output: around(350),
      cacheCreation5m: cached < 0.3 ? around(2_000) : 0,
      cacheCreation1h: 0,
      cacheCreationUnattributed: 0,
      cacheRead: cached < 0.5 ? around(8_000) : 0,
    },
    status: random() < 0.01 ? 'error' : 'ok',
    endpoint: '/v1/messages',
    stopReason: random() < 0.9 ? 'end_turn' : 'tool_use',
    maxTokens: oneOf([1024, 4096, 8192]),
    serviceTier: 'standard',
    ...(random() < 0.3 ? { temperature: oneOf([0, 0.2, 0.7]) } : {}),
  };
}

/** Log-normal, as token counts are. */
function around(median: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.round(median * Math.exp(0.9 * normal));
}

/** The first few are much more frequent than the rest. */
function oneOf<T>(values: readonly T[]): T {
  return values[Math.floor((values.length + 1) ** random()) - 1] ?? (values[0] as T);
}

function word(length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}
