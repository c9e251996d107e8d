import { createQueryClient, LedgerProblem } from '@token-ledger/client/query';
import { CliError } from '../errors.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { startProgress } from '../output/progress.ts';
import type { Target } from '../session/target.ts';
import { waitFor } from '../wait-for.ts';

const COUNTED_WITHIN_MS = 10 * 60_000;

/**
 * Waits until the queue for backfill is empty, so that the next question counts all of an import. Resolves to a note if that cannot
 * be seen: the import itself is done.
 */
export async function waitUntilCounted(io: Io, { url, accessKey = '' }: Target): Promise<string | undefined> {
  const ledger = createQueryClient({
    endpoint: url,
    accessKey: io.env['TOKEN_LEDGER_READ_KEY'] || accessKey,
    fetch: io.fetch,
  });
  const sentMs = io.nowMs();
  const progress = await startProgress(io, 'Waiting until all is counted:', 'messages left');
  try {
    await waitFor(io, 'The counting', COUNTED_WITHIN_MS, async () => {
      const { queues, asOf } = await ledger.get('/v1/health');
      const { visible, inFlight } = queues.bulk;
      if (visible === null || inFlight === null) return undefined;
      progress.update(visible + inFlight);
      // Figures from before the last batch say nothing about it.
      return (Date.parse(asOf) > sentMs && visible + inFlight === 0) || undefined;
    });
    return undefined;
  } catch (error) {
    if (error instanceof LedgerProblem && error.status === 403)
      return 'This access key may not see when everything is counted; that takes seconds to minutes.';
    if (error instanceof CliError && error.exitCode === EXIT.temporary)
      return 'Much else waits in the queue for backfill, so not everything may be counted yet.';
    throw error;
  } finally {
    progress.end();
  }
}
