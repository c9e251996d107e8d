import { MAX_REBUILD_BODY_BYTES, ROUTES, rebuildRequestSchema } from '@token-ledger/contract';
import { startRebuild } from '@token-ledger/core';
import type { HttpAnswer, HttpEvent } from '../shared/http/http-handler.ts';
import { ProblemError } from '../shared/http/problem-error.ts';
import type { RebuildUsageDeps } from './handler.ts';
import { presentRebuild } from './present-rebuild.ts';
import { readHours } from './read-hours.ts';

/** `POST /v1/rebuilds`: has the statistics of a range computed anew. Changes nothing when it is answered with a problem. */
export async function postRebuild(
  { ledger, telemetry }: RebuildUsageDeps,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const { from, to, repair } = await readHours(
    rebuildRequestSchema,
    event,
    { calendar: ledger.calendar, nowMs: ledger.clock() },
    { maxBytes: MAX_REBUILD_BODY_BYTES, what: 'rebuild' },
  );
  const range = { fromMs: from, toMs: to, repair };
  const start = await startRebuild(ledger, range);
  switch (start.kind) {
    case 'started': {
      const body = presentRebuild(start.progress);
      telemetry.logger.info('A rebuild was started.', { rebuild: body });
      const location = ROUTES.getRebuild.path.replace('{id}', encodeURIComponent(body.id));
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
          'The records of every hour of the range have expired or are about to; its statistics stay as they are.',
      });
  }
}
