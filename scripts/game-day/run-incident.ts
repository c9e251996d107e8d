import type { GameDay } from './game-day.ts';
import type { Incident } from './incident.ts';
import { readSection } from './runbook.ts';

/** One line of the report. */
interface Finding {
  readonly check: string;
  readonly passed: boolean;
  /** What was seen. */
  readonly seen: string;
}

export interface IncidentReport {
  readonly incident: string;
  readonly title: string;
  readonly seconds: number;
  readonly findings: readonly Finding[];
}

/** More than any alarm looks back. */
const RECOVERY_PERIODS = 6;

/** Lets an incident happen and be mended, and checks what reports it and what is left of it. Stops at what makes no sense without. */
export async function runIncident(day: GameDay, incident: Incident): Promise<IncidentReport> {
  const startedAtMs = performance.now();
  const findings: Finding[] = [];
  const note = (check: string, passed: boolean, seen: string) => findings.push({ check, passed, seen });
  const expectHealthy = async (check: string) => {
    const [on, { status, reasons }] = [day.alarms.on(), await day.health()];
    const seen = [status, ...on, ...reasons.map(({ code }) => code)].join(', ');
    note(check, status === 'ok' && on.length === 0, seen);
  };
  try {
    await day.pass(1);
    await day.signals.forget();
    await expectHealthy('healthy before');
    const follow = await incident.happen(day);

    const on = day.alarms.on();
    const known = new Set([...incident.alarms, ...(incident.alsoAlarms ?? [])]);
    const asExpected =
      incident.alarms.every((name) => on.includes(name)) && on.every((name) => known.has(name));
    note('alarms', asExpected, on.join(', ') || 'none');
    if (asExpected) {
      for (const name of incident.alarms) await day.signals.waitForAlarm(name);
      note('topic notified', true, incident.alarms.join(', '));
    }

    const { status, reasons, alarms } = await day.health();
    const codes = reasons.map(({ code }) => code);
    const { status: wanted, reasons: wantedCodes = [] } = incident.health;
    const isRight = status === wanted && wantedCodes.every((code) => codes.includes(code));
    note('health', isRight, [status, ...codes].join(', '));

    const named = new Set(alarms?.map(({ runbook }) => runbook));
    const reported = named.has(incident.runbook) || leadsTo(codes, incident.runbook);
    note('health names the runbook', reported, `#${incident.runbook}`);
    const section = await readSection(incident.runbook);
    await follow(section);
    note('runbook followed', section.followed.length > 0, `${section.followed.length} steps`);

    await day.queues.waitUntilEmpty();
    await day.pass(RECOVERY_PERIODS);
    await expectHealthy('healthy after');
    const different = await day.usage.differences();
    note('usage exact', different.length === 0, different.join('; ') || 'all of it');
    const differences = await day.audit();
    note('audit', differences === 0, `${differences} differences`);
    if (incident.event) {
      await day.signals.waitForEvent(incident.event);
      note('event', true, incident.event);
    }
  } catch (error) {
    note('carried out', false, error instanceof Error ? error.message : String(error));
  }
  const { name, title } = incident;
  return { incident: name, title, seconds: Math.round((performance.now() - startedAtMs) / 1000), findings };
}

/** The head of the runbook says where each reason leads; an alarm that is missing data is not in state ALARM, so the health check does not list it. */
function leadsTo(codes: readonly string[], anchor: string): boolean {
  return codes.some((code) => REASONS[code] === anchor);
}

const REASONS: Readonly<Record<string, string>> = {
  dead_letters: 'dead-letters',
  error_rate: 'error-rate',
  roll_up_silent: 'roll-up-silence',
  roll_up_behind: 'roll-up-lag',
  queue_age: 'queue-age',
};
