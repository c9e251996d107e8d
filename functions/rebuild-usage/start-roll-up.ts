import type { TimeSpan } from '@token-ledger/core';
import type { LogDeps } from '../shared/telemetry.ts';

export interface StartRollUpDeps extends LogDeps {
  /** Has the marked hours of a range rolled up at once, in the background. */
  readonly startRollUp: (range: TimeSpan) => Promise<void>;
}

/** The marks are what counts: if this fails, the next scheduled run finds them. */
export async function tryToStartRollUp(
  { startRollUp, telemetry }: StartRollUpDeps,
  range: TimeSpan,
): Promise<void> {
  try {
    await startRollUp(range);
  } catch (error) {
    telemetry.logger.error('The roll-up could not be started; its next scheduled run does the work.', {
      error: error as Error,
    });
  }
}
