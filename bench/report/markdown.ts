import type { BarChart, Cell, Outcome, Table } from './part.ts';

/** The report as Markdown, with charts that GitHub and many others draw (Mermaid). */
export function markdownOf(outcomes: readonly Outcome[], level = 2): string {
  return [...inShort(outcomes, level), ...sections(outcomes, level)].join('\n');
}

/** What was found, before how. */
function inShort(outcomes: readonly Outcome[], level: number): readonly string[] {
  const findings = outcomes.flatMap((outcome) =>
    'report' in outcome ? (outcome.report.findings ?? []) : [],
  );
  return findings.length === 0
    ? []
    : [`${'#'.repeat(level)} In short\n\n${findings.map((each) => `- ${each}\n`).join('')}`];
}

function sections(outcomes: readonly Outcome[], level: number): readonly string[] {
  return outcomes.map((outcome) => section(outcome, '#'.repeat(level)));
}

function section(outcome: Outcome, heading: string): string {
  if ('failure' in outcome)
    return `${heading} ${outcome.part}\n\nThis part failed:\n\n\`\`\`text\n${outcome.failure}\n\`\`\`\n`;
  const { title, method, tables, charts = [], missed = [] } = outcome.report;
  return [
    `${heading} ${title}\n`,
    `${method}\n`,
    ...tables.map(table),
    ...charts.map(chart),
    ...(missed.length === 0
      ? []
      : [`Goals that were missed:\n\n${missed.map((each) => `- ${each}\n`).join('')}`]),
  ].join('\n');
}

function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly Cell[]) => `| ${cells.map(cell).join(' | ')} |`;
  const lines = [line(columns), `|${columns.map(() => '---|').join('')}`, ...rows.map(line)];
  return `${caption === undefined ? '' : `${caption}\n\n`}${lines.join('\n')}\n`;
}

/** Numbers with as many digits as say something: three, or all before the point. */
export function cell(value: Cell): string {
  if (typeof value === 'string') return value.replaceAll('|', '\\|');
  if (Number.isInteger(value) || Math.abs(value) >= 100)
    return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
  return String(Number(value.toPrecision(3)));
}

function chart({ title, unit, bars }: BarChart): string {
  const names = bars.map(([name]) => JSON.stringify(name)).join(', ');
  const values = bars.map(([, value]) => Number(value.toPrecision(4))).join(', ');
  return `\`\`\`mermaid
xychart-beta horizontal
  title ${JSON.stringify(title)}
  x-axis [${names}]
  y-axis ${JSON.stringify(unit)} 0 --> ${Number((Math.max(...bars.map(([, value]) => value)) * 1.1).toPrecision(3))}
  bar [${values}]
\`\`\`
`;
}
