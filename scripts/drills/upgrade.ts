import { type Progress, step } from '../local/progress.ts';
import { deployAndFill } from './deploy-and-fill.ts';
import type { LedgerUnderDrill } from './ledger-under-drill.ts';
import type { Operator } from './operator.ts';

/**
 * "Upgrading" and "Going back" of `docs/operations.md`: the earlier release is deployed and filled; the next one takes over its
 * tables, gives them back and takes them over again. One access key works throughout.
 */
export async function drillUpgrade(
  ledger: LedgerUnderDrill,
  earlier: Operator,
  next: Operator,
  progress: Progress,
): Promise<void> {
  const accessKey = await deployAndFill(ledger, earlier, progress);
  for (const [what, operator] of [
    ['Upgraded', next],
    ['Went back', earlier],
    ['Upgraded again', next],
  ] as const) {
    await step(progress, `${what} to ${operator.release.name}`, async () =>
      ledger.connect(await operator.deploy(), accessKey),
    );
    await step(progress, 'Nothing changed, audited', () => ledger.expectUnchanged(operator));
    await step(progress, 'Recorded more usage', () => ledger.record(what.toLowerCase().replaceAll(' ', '-')));
    await step(progress, 'Audited', () => ledger.expectUnchanged(operator));
  }
}
