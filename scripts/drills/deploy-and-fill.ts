import { type Progress, step } from '../local/progress.ts';
import type { LedgerUnderDrill } from './ledger-under-drill.ts';
import type { Operator } from './operator.ts';

/** Deploys a release for the first time, and records usage. Returns the access key. */
export async function deployAndFill(
  ledger: LedgerUnderDrill,
  operator: Operator,
  progress: Progress,
): Promise<string> {
  const accessKey = await step(
    progress,
    `Deployed ${operator.release.name}`,
    async () => {
      const outputs = await operator.deploy();
      const created = await operator.createAccessKey();
      ledger.connect(outputs, created);
      return created;
    },
    // A secret, even here.
    () => '',
  );
  await step(progress, 'Recorded usage', () => ledger.record('first'));
  await step(progress, 'Audited', () => ledger.expectUnchanged(operator));
  return accessKey;
}
