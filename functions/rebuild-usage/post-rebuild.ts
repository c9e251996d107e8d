import { MAX_REBUILD_BODY_BYTES, ROUTES, rebuildRequestSchema } from '@token-ledger/contract';
import { type RebuildDeps, startRebuild } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { locationOf } from '../shared/http/path-parameters.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import { presentRebuild } from './present-rebuild.ts';
import { readHours } from './read-hours.ts';
import { type StartRollUpDeps, tryToStartRollUp } from './start-roll-up.ts';

interface PostRebuildDeps extends StartRollUpDeps {
  readonly ledger: RebuildDeps;
}

/** `POST /v1/rebuilds`: marks a range, so that its statistics are computed again. A problem changes nothing. */
export async function postRebuild(
  { ledger, startRollUp, telemetry }: PostRebuildDeps,
  { event }: HttpRequest,
): Promise<HttpAnswer> {
  const { from, to, repair } = await readHours(
    rebuildRequestSchema,
    event,
    { calendar: ledger.calendar, nowMs: ledger.clock() },
    { maxBytes: MAX_REBUILD_BODY_BYTES, what: 'range of the rebuild' },
  );
  const range = { fromMs: from, toMs: to, repair };
  const start = await startRebuild(ledger, range);
  switch (start.kind) {
    case 'started': {
      const body = presentRebuild(start.progress);
      telemetry.logger.info('A rebuild was started.', { rebuild: body });
      await tryToStartRollUp({ startRollUp, telemetry }, { fromMs: from, toMs: to });
      const location = locationOf(ROUTES.getRebuild, { id: body.id });
      return { statusCode: 202, body, headers: { location } };
    }
    case 'running': {
      const running = presentRebuild(start.progress);
      throw new ProblemError('rebuild_running', {
        detail: `The rebuild ${running.id} of ${running.from} to ${running.to} is not finished. Try again later.`,
        extensions: { running },
      });
    }
    case 'frozen':
      throw new ProblemError('range_frozen', {
        detail:
          'The records of every hour of the range have expired or expire soon, so its statistics stay as they are.',
      });
  }
}
