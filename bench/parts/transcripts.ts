import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installPeers, nameOf, programOfPeer } from '../peers/npm-peers.ts';
import { whoTakesMore } from '../report/compared.ts';
import type { MeasurePart } from '../report/part.ts';
import { type TranscriptTotals, writeTranscripts } from '../transcripts/write-transcripts.ts';

const IMPORT = join(import.meta.dirname, '..', 'transcripts', 'import-folder.ts');

interface Run {
  readonly name: string;
  readonly totals: Omit<TranscriptTotals, 'calls'>;
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

/** The same transcripts, summed by ccusage and imported into a ledger: are the totals equal, and what does it take? */
export const measure: MeasurePart = async ({ transcriptMegabytes }) => {
  await installPeers();
  const folder = await mkdtemp(join(tmpdir(), 'token-ledger-transcripts-'));
  try {
    const truth = await writeTranscripts(folder, transcriptMegabytes);
    const ours = await importAll(folder);
    const peers = [await sumWithCcusage(folder, []), await sumWithCcusage(folder, ['--single-thread'])];
    const runs: readonly Run[] = [ours, ...peers];
    const [peer] = peers;
    if (!peer) throw new Error('ccusage was not measured.');
    const differences = runs.flatMap(({ name, totals }) => differencesFrom(truth, name, totals));
    return {
      title: 'Transcripts beside ccusage',
      method: `${transcriptMegabytes.toLocaleString('en-US')} MB of generated transcripts of Claude Code with ${truth.calls.toLocaleString('en-US')} calls: most of it is what was said, an answer has one to three lines of which only the last has its output tokens, 2 % of the calls are repeated in a forked session, and 1 % of the answers were made up without a call. The ledger reads all fields of each call, checks it against the schema and sends it; ccusage, a native program, adds it up. Both in processes of their own, read from the file cache. Totals are compared with what was generated.`,
      findings: [
        differences.length === 0
          ? `The ledger and ${peer.name} read the same totals from ${transcriptMegabytes.toLocaleString('en-US')} MB of transcripts, which are those that were generated.`
          : `Totals differ from those that were generated: ${differences.length}.`,
        whoTakesMore(
          'CPU',
          ['importing them into the ledger', ours.cpuSeconds],
          [`summing them up with ${peer.name}`, peer.cpuSeconds],
        ),
      ],
      tables: [
        {
          columns: [
            '',
            'input, tokens',
            'output, tokens',
            'cache writes, tokens',
            'cache reads, tokens',
            'seconds',
            'CPU seconds',
            'times the CPU of ccusage',
          ],
          rows: [
            ['generated', truth.input, truth.output, truth.cacheCreation, truth.cacheRead, '', '', ''],
            ...runs.map(({ name, totals, wallSeconds, cpuSeconds }) => [
              name,
              totals.input,
              totals.output,
              totals.cacheCreation,
              totals.cacheRead,
              wallSeconds,
              cpuSeconds,
              (cpuSeconds / peer.cpuSeconds).toFixed(1),
            ]),
          ],
        },
        { columns: ['memory at most', 'MB'], rows: [['ledger', ours.megabytes]] },
      ],
      charts: [
        {
          title: `CPU for ${transcriptMegabytes.toLocaleString('en-US')} MB of transcripts`,
          unit: 's',
          bars: runs.map(({ name, cpuSeconds }) => [name, cpuSeconds]),
        },
      ],
      missed: differences,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};

async function importAll(folder: string): Promise<Run & { readonly megabytes: number }> {
  const { output, ...times } = await timed(folder, process.execPath, [IMPORT, folder]);
  const { totals, megabytes } = JSON.parse(output) as { totals: TranscriptTotals; megabytes: number };
  return { name: 'ledger', totals, megabytes, ...times };
}

async function sumWithCcusage(folder: string, options: readonly string[]): Promise<Run> {
  const { output, ...times } = await timed(folder, programOfPeer('ccusage'), [
    'claude',
    'daily',
    '--json',
    '--offline',
    ...options,
  ]);
  const { totals } = JSON.parse(output) as { totals: Readonly<Record<string, number>> };
  return {
    name: [nameOf('ccusage'), ...options].join(' '),
    totals: {
      input: totals['inputTokens'] ?? Number.NaN,
      output: totals['outputTokens'] ?? Number.NaN,
      cacheCreation: totals['cacheCreationTokens'] ?? Number.NaN,
      cacheRead: totals['cacheReadTokens'] ?? Number.NaN,
    },
    ...times,
  };
}

/** Runs a program to its end, and has the shell measure it with all its children. */
async function timed(folder: string, program: string, args: readonly string[]) {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"';
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script, 'bash', program, ...args], {
    env: { PATH: process.env['PATH'], HOME: folder, CLAUDE_CONFIG_DIR: folder, TZ: 'UTC', NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const [wallSeconds = Number.NaN, user = Number.NaN, system = Number.NaN] = (
    stderr.trim().split('\n').at(-1) ?? ''
  )
    .split(' ')
    .map(Number);
  return { output: stdout, wallSeconds, cpuSeconds: user + system };
}

function differencesFrom(truth: TranscriptTotals, name: string, totals: Run['totals']): readonly string[] {
  const kinds = ['input', 'output', 'cacheCreation', 'cacheRead'] as const;
  return kinds.flatMap((kind) =>
    totals[kind] === truth[kind]
      ? []
      : [`${name} has ${totals[kind]} tokens of the kind ${kind}, ${truth[kind]} were generated.`],
  );
}
