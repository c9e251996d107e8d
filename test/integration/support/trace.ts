import { join } from 'node:path';
import { readTrace, shiftToEndAt, type TraceRow } from '../../../scripts/replay/trace.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'fixtures', 'azure-llm-code-2023-sample.csv');

/** 400 real calls, moved in time so that the last one is this many days ago. */
export async function traceEndingDaysAgo(days: number): Promise<readonly TraceRow[]> {
  return shiftToEndAt(await readTrace(SAMPLE), Date.now() - days * 86_400_000);
}

/** For replays that show no progress. */
export const NO_REPORT = { begin: () => undefined, sent: () => undefined, end: () => undefined };
