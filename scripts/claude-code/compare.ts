import { isDeepStrictEqual } from 'node:util';
import { createSplitSolver, readClaudeCodeEvent, type TelemetryEntry } from '@token-ledger/otlp';
import { entriesOf, isCall, MODEL, SAID, type SessionRun } from './run-sessions.ts';
import { BILLED } from './stand-in.ts';

/** What each call must be read as, besides its request id. */
const { cache_creation: split, ...totals } = BILLED;
const EXPECTED_USAGE = { ...totals, cache_creation: split, speed: 'standard' };

const solve = createSplitSolver();

/** What is wrong with the telemetry of a session; nothing if it says what was billed, and names what the kept one names. */
export function findDifferences(
  { name, requests, requestIds }: SessionRun,
  kept: readonly TelemetryEntry[] | undefined,
): readonly string[] {
  const calls = requests.flatMap(entriesOf).filter(isCall);
  const readings = calls.map((call) => readClaudeCodeEvent(call, { mayNameUsers: true }, solve));
  const differences = readings.flatMap((reading) => {
    if (reading.kind !== 'record') return [`a call was read as ${reading.kind}`];
    const { model, usage, occurredAt } = reading.record;
    return [
      ...(model === MODEL ? [] : [`the model is ${model}`]),
      ...(occurredAt === undefined ? ['the time is missing'] : []),
      ...(isDeepStrictEqual(usage, EXPECTED_USAGE) ? [] : [`the usage is ${JSON.stringify(usage)}`]),
    ];
  });
  const seen = readings.map((reading) => (reading.kind === 'record' ? reading.record.requestId : undefined));
  const missing = requestIds.filter((id) => !seen.includes(id));
  if (missing.length > 0) differences.push(`the calls ${missing.join(', ')} are missing`);
  if (calls.length === 0) differences.push('no call was reported');
  if (new Set(seen).size < seen.length) differences.push('two calls have one identity');
  if (JSON.stringify(readings).includes(SAID)) differences.push('what the prompt said was read');
  const lost = kept?.filter(isCall).flatMap(namesOf) ?? [];
  const present = new Set(calls.flatMap(namesOf));
  const gone = [...new Set(lost)].filter((attribute) => !present.has(attribute));
  if (gone.length > 0) differences.push(`the attributes ${gone.join(', ')} are gone`);
  return differences.map((difference) => `${name}: ${difference}`);
}

const namesOf = ({ attributes, resource }: TelemetryEntry) => [...attributes.keys(), ...resource.keys()];
