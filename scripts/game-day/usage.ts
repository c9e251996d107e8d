import { randomUUID } from 'node:crypto';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createQueryClient } from '@token-ledger/client/query';
import { HOUR_MS, iso, type RecordSource } from '@token-ledger/core';
import type { Deployment } from '../local/state.ts';
import { waitUntil } from '../local/wait-until.ts';

const COUNTED_WITHIN_MS = 120_000;
const INPUT_TOKENS = 10;
const MESSAGES_AT_A_TIME = 10;

interface ReportOptions {
  readonly user: string;
  readonly records: number;
  /** How long ago the calls happened; negative for a clock that is ahead. */
  readonly agoMs?: number;
  /** When they count, if not at the time that they report. */
  readonly countedAgoMs?: number;
  readonly model?: string;
  readonly source?: RecordSource;
  /** Another access key than the first one. */
  readonly accessKey?: string;
}

/** Usage that is reported, and has to be counted exactly once. */
export interface GameDayUsage {
  /** Over HTTP. */
  report(options: ReportOptions): Promise<void>;
  /** Into a queue, so many records in each message. */
  queue(name: 'live' | 'bulk', options: ReportOptions & { readonly perMessage?: number }): Promise<void>;
  /** Waits until all is counted that was reported for a user. @throws Error if it is not, or too much is */
  waitForCounted(user: string): Promise<void>;
  /** What differs, of all users: nothing if everything counts once and in its hour. */
  differences(): Promise<readonly string[]>;
}

export function createUsage({ apiUrl, accessKey, outputs }: Deployment): GameDayUsage {
  const sqs = new SQSClient({});
  const api = createQueryClient({ endpoint: apiUrl, accessKey });
  /** The requests of each user by the beginning of their hour. */
  const expected = new Map<string, Map<number, number>>();

  const recordsOf = (options: ReportOptions, nowMs: number) => {
    const { user, records, agoMs = 0, model = 'claude-sonnet-5-5', source } = options;
    return Array.from({ length: records }, () => ({
      requestId: `req_${randomUUID()}`,
      occurredAt: iso(nowMs - agoMs),
      accessKeyId: 'ak_game_day',
      userId: user,
      model,
      ...(source && { source }),
      usage: { input_tokens: INPUT_TOKENS, output_tokens: 1 },
    }));
  };

  const expect = ({ user, records, agoMs = 0, countedAgoMs = agoMs }: ReportOptions, nowMs: number) => {
    const hours = expected.get(user) ?? new Map<number, number>();
    const hour = Math.floor((nowMs - countedAgoMs) / HOUR_MS) * HOUR_MS;
    expected.set(user, hours.set(hour, (hours.get(hour) ?? 0) + records));
  };

  const counted = async (user: string) => {
    const query = {
      dimension: 'user',
      id: user,
      period: 'hour',
      from: iso(Date.now() - 48 * HOUR_MS),
    } as const;
    const { rows } = await api.get('/v1/statistics', { query });
    const hours = new Map<number, number>();
    for (const { from, requests } of rows) {
      const hour = Date.parse(from);
      hours.set(hour, (hours.get(hour) ?? 0) + Number(requests));
    }
    return hours;
  };
  const difference = async (user: string) => {
    const [wanted, got] = [textOf(expected.get(user)), textOf(await counted(user))];
    return wanted === got ? [] : [`${user}: expected ${wanted}, counted ${got}`];
  };

  return {
    async report(options) {
      const nowMs = Date.now();
      const reporter = options.accessKey
        ? createQueryClient({ endpoint: apiUrl, accessKey: options.accessKey, maxRetries: 0 })
        : api;
      const answer = await reporter.post('/v1/usage', { body: { records: recordsOf(options, nowMs) } });
      if ('accepted' in answer && answer.accepted !== options.records)
        throw new Error(`Of ${options.records} records, ${answer.accepted} were accepted.`);
      expect(options, nowMs);
    },

    async queue(name, { perMessage = 5, ...options }) {
      const QueueUrl = outputs[name === 'live' ? 'LiveQueueUrl' : 'BulkQueueUrl'] ?? '';
      const nowMs = Date.now();
      const records = recordsOf(options, nowMs);
      const messages = Array.from({ length: Math.ceil(records.length / perMessage) }, (_, index) =>
        records.slice(index * perMessage, (index + 1) * perMessage),
      );
      for (let start = 0; start < messages.length; start += MESSAGES_AT_A_TIME) {
        const Entries = messages.slice(start, start + MESSAGES_AT_A_TIME).map((part, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ v: 1, records: part }),
        }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      }
      expect(options, nowMs);
    },

    waitForCounted: (user) =>
      waitUntil(`the usage of ${user} to be counted`, COUNTED_WITHIN_MS, async () => {
        const total = (hours?: ReadonlyMap<number, number>) =>
          [...(hours?.values() ?? [])].reduce((sum, requests) => sum + requests, 0);
        const [wanted, got] = [total(expected.get(user)), total(await counted(user))];
        if (got > wanted) throw new Error(`${user} has ${got} requests, more than the ${wanted} reported.`);
        return got === wanted || undefined;
      }).then(() => undefined),

    differences: async () => (await Promise.all([...expected.keys()].map(difference))).flat(),
  };
}

function textOf(hours: ReadonlyMap<number, number> = new Map()): string {
  const parts = [...hours]
    .toSorted(([a], [b]) => a - b)
    .map(([hour, requests]) => `${iso(hour)} ${requests}`);
  return parts.join(', ') || 'nothing';
}
