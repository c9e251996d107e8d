import {
  type AdmittedRecord,
  type Judgement,
  judgeRecord,
  type Problem,
  reporterOf,
} from '@token-ledger/contract';
import {
  type AccessKeyPrincipal,
  type AdmissionLimits,
  type Clock,
  type DisabledIds,
  mayReportAnyUser,
} from '@token-ledger/core';
import {
  createSplitSolver,
  type Reading,
  type Rejection,
  readClaudeCodeEvent,
  readSpan,
  type Signal,
  type TelemetryEntry,
  type TelemetryRecord,
} from '@token-ledger/otlp';
import type { HearSources } from '../shared/hear-sources.ts';
import { logRefusedRecords, type RefusedRecord, traceRecords } from '../shared/log-records.ts';
import { type CountUnidentifiedDeps, countUnidentified } from './count-unidentified.ts';
import { type QueueRecordsDeps, queueRecords } from './queue-records.ts';
import { Rejections } from './rejections.ts';

export interface AcceptEntriesDeps extends QueueRecordsDeps, CountUnidentifiedDeps {
  readonly hearSources: HearSources;
  readonly limits: AdmissionLimits;
  readonly disabledIds: () => Promise<DisabledIds>;
  readonly clock: Clock;
}

/** What of telemetry can be the usage of calls. */
export type CountedSignal = Exclude<Signal, 'metrics'>;

const solveCacheSplit = createSplitSolver();

/**
 * Queues what of the entries is the usage of calls, under the caller's access key, by the same judgement as every report.
 * Returns what was rejected. Throws a `ProblemError` if the queue does not take the rest; all may then be sent again.
 */
export async function acceptEntries(
  deps: AcceptEntriesDeps,
  entries: readonly TelemetryEntry[],
  signal: CountedSignal,
  principal: AccessKeyPrincipal,
): Promise<Rejection | undefined> {
  const receivedAtMs = deps.clock();
  const judge = await createJudge(deps, principal, receivedAtMs);
  const read = readerOf(signal, principal);
  const rejections = new Rejections();
  const refused: RefusedRecord[] = [];
  const records: Pick<AdmittedRecord, 'reported'>[] = [];
  const unidentified: number[] = [];
  let accepted = 0;
  for (const entry of entries) {
    const reading = read(entry);
    if (reading.kind === 'ignored') continue;
    if (reading.kind === 'rejected') {
      rejections.add(reading.reason, 'has neither a request id nor a message id');
      refused.push({ reason: reading.reason });
      if (reading.source === 'anthropic_span')
        unidentified.push(Math.min(reading.occurredAt ?? receivedAtMs, receivedAtMs));
      continue;
    }
    const judged = judge(reading);
    if (judged.kind === 'admitted') accepted += 1;
    else {
      rejections.add(judged.code, describe(judged.problems));
      refused.push({ reason: judged.code, requestId: reading.record.requestId });
    }
    // What is implausible is quarantined by the consumer of the queue, which judges by the same rules.
    if (judged.kind === 'admitted' || judged.code === 'too_many_tokens') records.push(judged);
  }
  const { logger } = deps.telemetry;
  logRefusedRecords(logger, 'ofTelemetry', refused);
  await queueRecords(deps, records, signal, receivedAtMs);
  traceRecords(logger, 'Records of telemetry were queued.', () =>
    records.map(({ reported: { requestId, otherName, accessKeyId } }) => ({
      requestId,
      otherName,
      accessKeyId,
      outcome: 'queued',
    })),
  );
  await countUnidentified(deps, unidentified);
  if (signal === 'traces') {
    // Other sources are heard when they are recorded, which most spans never are.
    const heard = records.map(({ reported: { source } }) => ({ receivedAtMs, ...(source && { source }) }));
    await deps.hearSources(heard);
  }
  deps.telemetry.count('RecordsAccepted', accepted);
  deps.telemetry.count('RecordsRejected', rejections.count);
  return rejections.summary();
}

type ReadRecord = Extract<Reading, { kind: 'record' }>;

/** A record that a defect here kept from being judged. It fails alone: sent again, it would fail all others of its request. */
interface UnjudgedRecord {
  readonly kind: 'unjudged';
  readonly code: 'internal_error';
  readonly problems: readonly Problem[];
}

async function createJudge(
  { limits, disabledIds, telemetry }: AcceptEntriesDeps,
  principal: AccessKeyPrincipal,
  receivedAtMs: number,
): Promise<(reading: ReadRecord) => Judgement | UnjudgedRecord> {
  const rules = { limits, disabled: await disabledIds() };
  const context = { reporter: reporterOf(principal), problemsAreKept: true };
  return ({ record }) => {
    try {
      const judged = judgeRecord(record, context, receivedAtMs, rules);
      const rest = withoutUnfitNames(record, judged);
      return rest ? judgeRecord(rest, context, receivedAtMs, rules) : judged;
    } catch (error) {
      telemetry.logger.error('A record could not be judged.', { error });
      return { kind: 'unjudged', code: 'internal_error', problems: [] };
    }
  };
}

/**
 * The record without labels or a user of impossible form, such as a secret, if nothing else is wrong with it: exporters do not send
 * again, so neither may cost the usage beside it.
 */
function withoutUnfitNames(record: TelemetryRecord, judged: Judgement): TelemetryRecord | undefined {
  if (judged.kind !== 'rejected' || judged.code !== 'invalid_record') return undefined;
  const ofLabels = judged.problems.filter(({ path }) => path.startsWith('/metadata'));
  const ofUser = judged.problems.filter(({ path }) => path === '/userId');
  if (ofLabels.length + ofUser.length < judged.problems.length) return undefined;
  const { metadata, userId, ...rest } = record;
  return {
    ...rest,
    ...(metadata && ofLabels.length === 0 && { metadata }),
    ...(userId !== undefined && ofUser.length === 0 && { userId }),
  };
}

function readerOf(signal: CountedSignal, { scopes }: AccessKeyPrincipal): (entry: TelemetryEntry) => Reading {
  const options = { mayNameUsers: mayReportAnyUser(scopes) };
  return signal === 'logs'
    ? (entry) => readClaudeCodeEvent(entry, options, solveCacheSplit)
    : (entry) => readSpan(entry, options);
}

function describe(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => `${path} ${message}`).join('; ');
}
