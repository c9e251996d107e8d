import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { readArguments, refused, runScript, wholeNumberOption } from '../scripts/command-line.ts';
import { REPOSITORY } from '../scripts/local/state.ts';
import { BASELINE_PATH, mergeBaseline, readBaseline, regressions } from './report/baseline.ts';
import { withGeneratedSection } from './report/generated-section.ts';
import { markdownOf } from './report/markdown.ts';
import { type Outcome, PARTS, type PartName } from './report/part.ts';
import { runParts } from './report/run-parts.ts';

const FOLDER = join('dist', 'bench');
const FIGURES = join(REPOSITORY, 'docs', 'figures.md');
/** Bytes of a bundle change with every line; units hardly. */
const TOLERANCE = 0.02;

const USAGE = `Measures the ledger beside the naive designs and beside its peers, and writes one report: report.json and report.md.

  npm run bench -- [options]

  --only <list>            some of the parts, separated by commas: ${PARTS.join(', ')}
  --without <list>         all but some of the parts
  --quick                  a small run of everything, in a few minutes: shows that it works, its times are rough
  --transcripts <number>   megabytes of generated transcripts (default 500, 20 with --quick)
  --to <folder>            the folder of the report (default ${FOLDER})
  --docs                   also writes it into the generated section of docs/figures.md
  --baseline               also writes the counted figures to bench/baseline.json

The parts prices, transcripts and gateway install what they compare with (npm, PyPI) into a folder of their own, .token-ledger.
Exit code 0: all goals hold. 1: a part failed, a goal was missed, or a counted figure grew. 2: wrong usage.`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      only: { type: 'string' },
      without: { type: 'string' },
      quick: { type: 'boolean', default: false },
      transcripts: { type: 'string' },
      to: { type: 'string', default: FOLDER },
      docs: { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
    },
  });
  const { quick } = values;
  const megabytes = values.transcripts ?? (quick ? '20' : '500');
  const transcriptMegabytes = wholeNumberOption('transcripts', megabytes, 1, 10_000);
  const without = values.without === undefined ? [] : readParts('without', values.without);
  const parts = (values.only === undefined ? PARTS : readParts('only', values.only)).filter(
    (part) => !without.includes(part),
  );
  const startedAtMs = performance.now();
  const outcomes = await runParts(parts, { quick, transcriptMegabytes }, print);
  const minutes = (performance.now() - startedAtMs) / 60_000;

  const folder = resolve(values.to);
  await mkdir(folder, { recursive: true });
  const machine = describeMachine();
  const introduction = `${machine}${quick ? ' A quick run: its times are rough.' : ''} ${minutes.toFixed(0)} minutes.`;
  await writeFile(join(folder, 'report.json'), `${JSON.stringify({ machine, quick, outcomes }, null, 2)}\n`);
  await writeFile(join(folder, 'report.md'), `# Report\n\n${introduction}\n\n${markdownOf(outcomes)}`);
  console.log(`\n${join(values.to, 'report.md')}, ${minutes.toFixed(1)} minutes`);
  if (values.docs) {
    const text = `${introduction}\n\n${markdownOf(outcomes, 3)}`;
    await writeFile(FIGURES, withGeneratedSection(await readFile(FIGURES, 'utf8'), text));
  }
  const counted = Object.assign({}, ...reports(outcomes).map((report) => report.counted)) as Record<
    string,
    number
  >;
  if (values.baseline)
    await writeFile(BASELINE_PATH, `${JSON.stringify(mergeBaseline(readBaseline(), counted), null, 2)}\n`);
  const problems = [
    ...outcomes.flatMap((outcome) => ('failure' in outcome ? [`${outcome.part} failed.`] : [])),
    ...reports(outcomes).flatMap(({ missed = [] }) => missed),
    ...(values.baseline ? [] : regressions(readBaseline(), counted, TOLERANCE)),
  ];
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
});

function readParts(option: string, list: string): readonly PartName[] {
  const names = list.split(',').map((name) => name.trim());
  const known = PARTS.filter((part) => names.includes(part));
  if (known.length === names.length) return known;
  throw refused(option, list, `one or more of ${PARTS.join(', ')}, separated by commas`);
}

function reports(outcomes: readonly Outcome[]) {
  return outcomes.flatMap((outcome) => ('report' in outcome ? [outcome.report] : []));
}

function print(outcome: Outcome): void {
  console.log(`\n${markdownOf([outcome])}\n(${outcome.seconds} s)`);
}

/** What the times depend on. */
function describeMachine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  }).trim();
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `Measured on ${day} at ${commit}, with Node.js ${process.version} on ${availableParallelism()} cores (${model}).`;
}
