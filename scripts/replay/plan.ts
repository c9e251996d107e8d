import type { Random } from './random.ts';
import type { TraceRow } from './trace.ts';

export type Path = 'http' | 'sqs';

/** One record as it will be reported. */
export interface PlannedRecord {
  readonly requestId: string;
  /** Of a call that is reported under two names. */
  readonly messageId?: string;
  /** Which of them this report gives; the request id if absent. */
  readonly names?: 'message_id' | 'both';
  readonly occurredAtMs: number;
  readonly accessKeyId: string;
  readonly userId: string;
  readonly model: string;
  readonly feature: string;
  readonly status: 'ok' | 'error' | 'partial';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface Delivery {
  readonly record: PlannedRecord;
  readonly path: Path;
}

export interface Plan {
  /** What shall be counted, each once. */
  readonly records: readonly PlannedRecord[];
  /** Every record, and some of them twice, by both paths, in part before, or under one name only. */
  readonly firstPass: readonly Delivery[];
  /**
   * Records of the first pass again, under another time and with other counts. What is recorded first stands, so these may
   * be sent only when the first pass is recorded for sure.
   */
  readonly secondPass: readonly Delivery[];
}

export interface PlanOptions {
  /** Begins every request id: those of another run are different calls, so it must be another one each time. */
  readonly run: string;
  readonly paths: readonly Path[];
  /** The share of records that are delivered twice, from 0 to 1. */
  readonly duplicates: number;
  /** The share of records that are reported in part as well, as if their streams had broken off; 0 if absent. */
  readonly partial?: number;
  /** The share of records that have two names, and are reported under one of them, or each, as well; 0 if absent. */
  readonly twoNames?: number;
  /** How many access keys call; 8 if absent. Each of them does, if there are enough calls. */
  readonly accessKeys?: number;
  /** How many users call; 40 if absent. Each of them does, if there are enough calls. */
  readonly users?: number;
}

const ACCESS_KEYS = 8;
const USERS = 40;
const MODELS = ['claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-opus-5-5', 'claude-sonnet-4-6'];
const FEATURES = ['chat_completion', 'code_review', 'search', 'summary', 'agent'];
const ERROR_RATE = 0.02;
/** How far the times of altered duplicates lie before the true ones: far enough for another hour, and another day. */
const ALTERED_BY_MS = [10 * 60_000, 2 * 3_600_000, 26 * 3_600_000];

/** Decides who made each call of a trace, and how it will be reported. The same random source gives the same plan. */
export function planReplay(rows: readonly TraceRow[], random: Random, options: PlanOptions): Plan {
  const { run, paths, duplicates, accessKeys = ACCESS_KEYS, users = USERS } = options;
  const { partial = 0, twoNames = 0 } = options;
  const keyOf = callers(numbered('ak_team_', accessKeys), rows.length, random);
  const userOf = callers(numbered('u_', users), rows.length, random);
  const records: PlannedRecord[] = [];
  const firstPass: Delivery[] = [];
  const secondPass: Delivery[] = [];
  for (const [index, { atMs, inputTokens, outputTokens }] of rows.entries()) {
    const record: PlannedRecord = {
      requestId: `${run}-${index}`,
      ...(twoNames > 0 && random.chance(twoNames) && { messageId: `msg_${run}-${index}`, names: 'both' }),
      occurredAtMs: atMs,
      accessKeyId: keyOf[index] ?? '',
      userId: userOf[index] ?? '',
      model: random.pick(MODELS),
      feature: random.pick(FEATURES),
      status: random.chance(ERROR_RATE) ? 'error' : 'ok',
      inputTokens,
      outputTokens,
    };
    const anyPath = () => evenly(random, paths);
    records.push(record);
    const reports = [record, ...underOneName(record, random)];
    if (partial > 0 && random.chance(partial)) reports.push(brokenOff(record, random));
    firstPass.push(...random.shuffled(reports).map((report) => ({ record: report, path: anyPath() })));
    if (!random.chance(duplicates)) continue;
    if (random.chance(0.5)) firstPass.push({ record, path: anyPath() });
    else secondPass.push({ record: altered(record, random), path: anyPath() });
  }
  return { records, firstPass, secondPass };
}

/** Who makes each of so many calls: everyone at least one, as long as they last; of the rest the first of all the most. */
function callers(ids: readonly string[], calls: number, random: Random): readonly string[] {
  return random.shuffled(Array.from({ length: calls }, (_, index) => ids[index] ?? random.pick(ids)));
}

/** Of a call with two names the reports of those who know one of them: the message id, and sometimes the request id. */
function underOneName(record: PlannedRecord, random: Random): readonly PlannedRecord[] {
  const { messageId, names: _, ...underRequestId } = record;
  if (messageId === undefined) return [];
  const underMessageId: PlannedRecord = { ...record, names: 'message_id' };
  return random.chance(0.5) ? [underMessageId] : [underMessageId, underRequestId];
}

function brokenOff(record: PlannedRecord, random: Random): PlannedRecord {
  return { ...record, status: 'partial', outputTokens: Math.floor(random.next() * record.outputTokens) };
}

function altered(record: PlannedRecord, random: Random): PlannedRecord {
  return {
    ...record,
    occurredAtMs: record.occurredAtMs - evenly(random, ALTERED_BY_MS),
    inputTokens: record.inputTokens + 1,
  };
}

function evenly<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new RangeError('There is nothing to choose from.');
  return item;
}

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`);
}
