import { qualityChangedEvent } from '@token-ledger/contract';
import {
  type AuditDayDeps,
  announceStatuses,
  auditDay,
  type DayAudit,
  gradesOf,
  type QualityStatusStore,
  scoreOf,
} from '@token-ledger/core';
import type { Context } from 'aws-lambda';
import type { EventSender } from '../shared/event-sender.ts';
import type { Telemetry } from '../shared/telemetry.ts';
import { AUDIT_HOURS } from './contract.ts';

/** Time kept back for the part under way when the function's own time runs out. */
const RESERVE_MS = 180_000;

export interface AuditLedgerDeps {
  readonly ledger: AuditDayDeps;
  readonly statuses: QualityStatusStore;
  readonly events: EventSender;
  readonly telemetry: Telemetry;
  /**
   * Reports as the roll-up does: figures that the audit keeps and those that the roll-up keeps are one metric, whose alarm exists
   * in every deployment.
   */
  readonly rollUpTelemetry: Pick<Telemetry, 'count' | 'flush'>;
}

/** One of the runs of a night: audits yesterday, or continues. */
export function createHandler(deps: AuditLedgerDeps) {
  const { ledger, telemetry, rollUpTelemetry } = deps;
  const flush = () => {
    telemetry.flush();
    rollUpTelemetry.flush();
  };
  return async (_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) => {
    const deadlineMs = ledger.clock() + context.getRemainingTimeInMillis() - RESERVE_MS;
    const over: DayAudit[] = [];
    try {
      const run = await auditDay(ledger, {
        deadlineMs,
        maxRuns: AUDIT_HOURS.length,
        onFailure: ({ kind, id }, error) =>
          telemetry.logger.error('A part of the ledger could not be audited; the next run tries again.', {
            kind,
            id,
            error,
          }),
        // At once: it is stored as over, so that no other run would report it.
        onEnded: (audit) => {
          reportEnd(deps, audit);
          flush();
          over.push(audit);
        },
      });
      if (run.kind === 'finished') reportEnd(deps, run.audit);
      if (run.kind === 'unfinished') reportOpen(deps, run.audit);
      if (run.kind === 'finished' || run.kind === 'finishedBefore') over.push(run.audit);
      for (const audit of over) await announceGrades(deps, audit);
      const { day, parts, figures, open } = run.audit;
      return { kind: run.kind, day, parts, figures, open: open.length, score: scoreOf(run.audit) };
    } finally {
      flush();
    }
  };
}

function reportOpen({ telemetry }: AuditLedgerDeps, { day, open }: DayAudit): void {
  telemetry.logger.info('The audit of a day is unfinished; the next run continues it.', {
    day,
    open: open.length,
  });
}

/** Once a day: what differs is an alarm, what was repaired is news. */
function reportEnd({ telemetry, rollUpTelemetry }: AuditLedgerDeps, audit: DayAudit): void {
  const { day, parts, figures, outcomes } = audit;
  const { kept, repaired } = figures;
  const unchecked = parts.unchecked + parts.tooLarge;
  const found = { day, ...figures, outcomes };
  if (kept > 0) telemetry.logger.error('Figures of the ledger differ, and were not repaired.', found);
  else if (repaired > 0) telemetry.logger.warn('Figures of the ledger differed, and were repaired.', found);
  if (unchecked > 0)
    telemetry.logger.warn('The audit of a day ended before all was compared.', { day, ...parts });
  rollUpTelemetry.count('StatisticsKept', kept);
}

async function announceGrades({ statuses, events, ledger }: AuditLedgerDeps, audit: DayAudit) {
  await announceStatuses(
    {
      statuses,
      clock: ledger.clock,
      announce: (changes) => events.send(changes.map(qualityChangedEvent)),
    },
    'grades',
    audit.day,
    gradesOf(audit),
  );
}
