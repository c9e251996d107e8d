import type { Random } from '../random.ts';
import type { TraceRow } from './trace.ts';

export type Path = 'http' | 'sqs';

/** One record as it is reported. */
export interface PlannedRecord {
  readonly requestId: string;
  /** The second name of a call that has two. */
  readonly messageId?: string;
  /** Which names this report gives (default the request id). */
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
  /** The records that should be counted, each once. */
  readonly records: readonly PlannedRecord[];
  /** Every record. Some are also delivered again, by either path, in part, or under one of their two names. */
  readonly firstPass: readonly Delivery[];
  /**
   * Records of the first pass again, with another time and other counts. The first report of a record counts, so these are
   * sent only after the whole first pass is recorded.
   */
  readonly secondPass: readonly Delivery[];
}

export interface PlanOptions {
  /** Prefix of every request id. Must differ between runs, because their calls are different calls. */
  readonly run: string;
  readonly paths: readonly Path[];
  /** The share of records that are delivered twice, from 0 to 1. */
  readonly duplicates: number;
  /** The share of records that are also reported in part, as if their streams had broken off (default 0). */
  readonly partial?: number;
  /** The share of records that have two names and are also reported under one of them, or under each (default 0). */
  readonly twoNames?: number;
  /** How many access keys call (default 8). Each makes at least one call, if there are enough calls. */
  readonly accessKeys?: number;
  /** How many users call (default 40). Each makes at least one call, if there are enough calls. */
  readonly users?: number;
}

const ACCESS_KEYS = 8;
const USERS = 40;
const MODELS = ['claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-opus-5-5', 'claude-sonnet-4-6'];
const FEATURES = ['chat_completion', 'code_review', 'search', 'summary', 'agent'];
const ERROR_RATE = 0.02;
/** How far before the true time an altered duplicate lies: enough for another hour, or another day. */
const ALTERED_BY_MS = [10 * 60_000, 2 * 3_600_000, 26 * 3_600_000];

/** Decides who made each call of a trace and how it is reported. The same random source makes the same plan. */
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
      model: random.pickSkewed(MODELS),
      feature: random.pickSkewed(FEATURES),
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

/** The caller of each call: every id at least once, if there are enough calls; of the rest, the first ids most often. */
function callers(ids: readonly string[], calls: number, random: Random): readonly string[] {
  return random.shuffled(Array.from({ length: calls }, (_, index) => ids[index] ?? random.pickSkewed(ids)));
}

/** For a call with two names, more reports that give one of them: the message id, and sometimes the request id. */
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
  if (item === undefined) throw new RangeError('Nothing to choose from.');
  return item;
}

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`);
}
