import type { IncidentReport } from './run-incident.ts';

/** One line for each incident, with what reported it; below it, each check that failed. */
export function formatReport(reports: readonly IncidentReport[]): string {
  const header = ['incident', 'alarms', 'health', 'runbook', 'event', 'audit', 'seconds', ''];
  const seen = (report: IncidentReport, check: string) =>
    report.findings.find((finding) => finding.check === check)?.seen ?? '—';
  const rows = reports.map((report) => [
    report.incident,
    seen(report, 'alarms'),
    seen(report, 'health'),
    `${seen(report, 'health names the runbook')}, ${seen(report, 'runbook followed')}`,
    seen(report, 'event'),
    seen(report, 'audit'),
    String(report.seconds),
    hasPassed(report) ? 'passed' : 'FAILED',
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const failures = reports.flatMap(({ incident, findings }) =>
    findings.filter(({ passed }) => !passed).map(({ check, seen: what }) => `${incident}: ${check}: ${what}`),
  );
  return [line(header), ...rows.map(line), ...(failures.length > 0 ? ['', ...failures] : [])].join('\n');
}

/** Whether the audit, which comes last, was made, and no check failed. */
export function hasPassed({ findings }: IncidentReport): boolean {
  return findings.every(({ passed }) => passed) && findings.some(({ check }) => check === 'audit');
}
