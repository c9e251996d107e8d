import { isOlder } from '../ledger/repair/audit-records.ts';
import { type RepairDeps, Repairs } from '../ledger/repair/audit-repairs.ts';
import { isFrozen, type Retention } from '../ledger/retention.ts';
import { DAY_MS } from '../time/bucket.ts';
import type { RecordSampler } from './record-sampler.ts';
import { findClaimDifferences } from './sampled-claims.ts';

/*
 * Raw records of any time, looked up in their segments. A record without its copy is counted nowhere, and no statistic shows it.
 */

export interface SampleClaimsDeps extends RepairDeps {
  readonly retention: Retention;
  readonly sampler: RecordSampler;
}

export interface SampledRecords {
  readonly looked: number;
  /** Copied again: a copy more never makes statistics count less. */
  readonly repaired: number;
  /** Copies with another content. */
  readonly doubtful: number;
}

/** Each costs a slice: a night's sample of a large deployment is some thousand read units. */
const SAMPLED_RECORDS = 100;
/** Records received this recently may not be in their segments yet. */
const UNDER_WAY_MS = 15 * 60_000;

export async function sampleClaims(deps: SampleClaimsDeps): Promise<SampledRecords> {
  const nowMs = deps.clock();
  const sample = await deps.sampler.sampleRecords(SAMPLED_RECORDS);
  const settled = sample.filter(
    ({ occurredAtMs, receivedAtMs }) =>
      receivedAtMs < nowMs - UNDER_WAY_MS && !isFrozen(occurredAtMs, nowMs + DAY_MS, deps.retention),
  );
  let repaired = 0;
  let doubtful = 0;
  for (const each of settled) {
    const [difference] = await findClaimDifferences(deps, [each]);
    if (!difference) continue;
    const { claimed, copied } = difference;
    if (!claimed || (copied && !isOlder(copied, claimed))) {
      doubtful += 1;
      continue;
    }
    // Copied before the next is read: an erasure waits only minutes for copies of what was read before it. And marked: the next
    // run has another sample, and would not find a copy without its mark.
    const repairs = new Repairs(deps);
    await repairs.repairRecord(difference);
    await repairs.mark();
    repaired += 1;
  }
  return { looked: settled.length, repaired, doubtful };
}
