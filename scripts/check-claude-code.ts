import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDifferences } from './claude-code/compare.ts';
import { readFixture, writeFixtures } from './claude-code/fixtures.ts';
import { runSessions } from './claude-code/run-sessions.ts';
import { startStandIn } from './claude-code/stand-in.ts';
import { findGatewayDifferences, runThroughGateway } from './claude-code/through-gateway.ts';
import { readArguments, runScript } from './command-line.ts';
import { runToEnd } from './local/processes.ts';

const USAGE = `Checks that the telemetry of Claude Code is read right. Installs Claude Code into a temporary folder (about 400 MB),
runs it against a stand-in for the Messages API, and compares what it reports with what was billed and with what is kept
in test/fixtures/otlp. Then it runs it through the gateway, in both modes and with telemetry on, and checks that each call is one record with
what the gateway saw. Nothing leaves this machine but the installation.
Exit code 0: as expected. 1: something differs. 2: wrong usage.

  npm run check:claude-code -- [options]

  --version <version>     the version of @anthropic-ai/claude-code (default latest)
  --program <path>        an installed claude, in place of installing one
  --record                keep what was reported as the new fixtures`;

await runScript(USAGE, async () => {
  const { values } = readArguments({
    options: {
      version: { type: 'string', default: 'latest' },
      program: { type: 'string' },
      record: { type: 'boolean', default: false },
    },
  });
  const directory = await mkdtemp(join(tmpdir(), 'token-ledger-claude-code-'));
  const standIn = await startStandIn();
  try {
    const program = values.program ?? (await install(directory, values.version));
    const runs = await runSessions(program, directory, standIn);
    const differences = runs.flatMap((run) =>
      findDifferences(run, values.record ? undefined : readFixture(run.name)),
    );
    if (values.record && differences.length === 0) writeFixtures(runs);
    for (const mode of ['vault', 'pass-through'] as const) {
      const run = await runThroughGateway(mode, program, directory, standIn);
      differences.push(...findGatewayDifferences(run));
      const { gateway, telemetry } = run.reports;
      console.log(
        `Through the gateway (${mode}): ${run.requestIds.length} calls, reported ${gateway} times by it and ${telemetry} times by ` +
          `telemetry, ${run.records.length} records`,
      );
    }
    for (const difference of differences) console.error(difference);
    const calls = runs.reduce((sum, { requests }) => sum + requests.length, 0);
    console.log(
      `${runs.length} sessions, ${calls} export requests with calls, ${differences.length} differences`,
    );
    return differences.length > 0 ? 1 : 0;
  } finally {
    await standIn.close();
    await rm(directory, { recursive: true, force: true });
  }
});

async function install(directory: string, version: string): Promise<string> {
  console.log(`Installing Claude Code ${version}.`);
  await runToEnd({
    executable: 'npm',
    args: [
      'install',
      '--prefix',
      directory,
      '--no-audit',
      '--no-fund',
      `@anthropic-ai/claude-code@${version}`,
    ],
    cwd: directory,
    env: process.env,
    logPath: join(directory, 'install.log'),
  });
  return join(directory, 'node_modules', '.bin', 'claude');
}
