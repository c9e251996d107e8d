import {
  MAX_REBUILD_BODY_BYTES,
  type Problem,
  ROUTES,
  rebuildRequestSchema,
  toProblems,
} from '@token-ledger/contract';
import { type Calendar, type RebuildRange, startRebuild } from '@token-ledger/core';
import * as z from 'zod/mini';
import type { HttpAnswer, HttpEvent } from '../http/http-handler.ts';
import { ProblemError } from '../http/problem-error.ts';
import { readJsonBody } from '../http/read-json-body.ts';
import type { RebuildUsageDeps } from './handler.ts';
import { iso, presentRebuild } from './present-rebuild.ts';

/** `POST /v1/rebuilds`: has the statistics of a range computed anew. Changes nothing when it is answered with a problem. */
export async function postRebuild(
  { ledger, telemetry }: RebuildUsageDeps,
  event: HttpEvent,
): Promise<HttpAnswer> {
  const range = await readRange(event, ledger.calendar, ledger.clock());
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

async function readRange(event: HttpEvent, calendar: Calendar, nowMs: number): Promise<RebuildRange> {
  const body = await readJsonBody(event, MAX_REBUILD_BODY_BYTES);
  const parsed = z.safeParse(rebuildRequestSchema, body);
  if (!parsed.success) throw invalid(toProblems(parsed.error.issues, body, ''));
  const { from: fromMs, to: toMs, repair } = parsed.data;
  const currentHour = calendar.bucketAt('hour', nowMs);
  const problems = [
    ...(['from', 'to'] as const)
      .filter((name) => calendar.bucketAt('hour', parsed.data[name]).startMs !== parsed.data[name])
      .map((name) => notAllowed(name, `must be a full hour; got ${iso(parsed.data[name])}`)),
    ...(toMs > currentHour.endMs
      ? [notAllowed('to', `must not be after the hour under way, which ends at ${iso(currentHour.endMs)}`)]
      : []),
  ];
  if (problems.length > 0) throw invalid(problems);
  return { fromMs, toMs, repair };
}

function notAllowed(name: 'from' | 'to', message: string): Problem {
  return { path: `/${name}`, code: 'not_allowed', message };
}

function invalid(errors: readonly Problem[]): ProblemError {
  return new ProblemError('invalid_request', { detail: 'The range of the rebuild is not valid.', errors });
}
