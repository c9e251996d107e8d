import { Option } from '@commander-js/extra-typings';
import type { components } from '@token-ledger/client/query';
import { wholeNumber } from './command.ts';
import { CliError } from './errors.ts';
import { startProgress } from './output/progress.ts';
import type { Session } from './session/session.ts';
import { waitFor } from './wait-for.ts';

type Export = components['schemas']['Export'];

export const timeoutOption = () =>
  new Option('--timeout <seconds>', 'wait at most so long').default(3600).argParser(wholeNumber(1, 86_400));

/**
 * Waits until an export is written.
 *
 * @param seen gets it each time that it is asked for, and stops the wait by an error
 * @throws CliError if it failed
 */
export async function finishedExport(
  { io, ledger }: Session,
  id: string,
  timeoutSeconds: number,
  seen: (found: Export) => void,
): Promise<Export> {
  const progress = await startProgress(io, 'Writing', '%');
  try {
    return await waitFor(io, `Export ${id}`, timeoutSeconds * 1000, async () => {
      const found = await ledger.get('/v1/exports/{id}', { path: { id } });
      seen(found);
      progress.update(Math.floor(found.progress * 100), 100);
      if (found.status === 'failed')
        throw new CliError(
          `The export failed: ${found.failure?.message ?? 'the ledger says no reason'}`,
          found.failure?.code === 'internal_error'
            ? 'Start it again.'
            : 'Choose a shorter range or another format.',
        );
      return found.status === 'finished' ? found : undefined;
    });
  } finally {
    progress.end();
  }
}
