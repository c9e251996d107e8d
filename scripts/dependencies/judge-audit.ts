/** What is said about known vulnerabilities, and whether the check fails. */
export interface AuditJudgement {
  readonly failed: boolean;
  readonly text: string;
}

interface AuditReport {
  readonly message?: string;
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly name: string; readonly severity: string; readonly range: string }>
  >;
}

/**
 * Judges the output of `npm audit --json`. A finding fails. Without an answer of the registry nothing is known, which is no finding:
 * a change must not wait for a registry.
 */
export function judgeAudit(output: string): AuditJudgement {
  const report = parse(output);
  if (report?.vulnerabilities === undefined) {
    const reason = report?.message ?? 'npm printed no report';
    return {
      failed: false,
      text: `NOT CHECKED for known vulnerabilities: the registry gave no answer (${reason}).`,
    };
  }
  const found = Object.values(report.vulnerabilities);
  const lines = found.map(({ name, severity, range }) => `${severity}: ${name} ${range}`);
  return found.length === 0
    ? { failed: false, text: 'No known vulnerabilities.' }
    : { failed: true, text: `Known vulnerabilities, see npm audit:\n${lines.join('\n')}` };
}

function parse(output: string): AuditReport | undefined {
  try {
    return JSON.parse(output) as AuditReport;
  } catch {
    return undefined;
  }
}
