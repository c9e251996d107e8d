import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { neutralEnvironment } from './aws-environment.ts';
import { LOOPBACK } from './loopback-port.ts';
import { logTail, type RunningProcess, startProcess } from './processes.ts';
import { EMULATOR_ENVIRONMENT, programOf } from './python.ts';
import { REPOSITORY } from './state.ts';
import { waitUntil } from './wait-until.ts';

const READY_WITHIN_MS = 300_000;

export interface Emulator extends RunningProcess {
  /** The one URL of all its services. */
  readonly endpoint: string;
}

export interface EmulatorOptions {
  /** A file that receives what functions ask of AWS, each kind of call once. */
  readonly callsPath?: string | undefined;
  /** A file that names the requests to DynamoDB that are throttled, while it exists: see `emulator.py`. */
  readonly faultsPath?: string | undefined;
  /** The socket to which the processes of functions report their heaps: see `report-heap.ts`. */
  readonly heapsPath?: string | undefined;
  /** Whether the emulator leaves the states of alarms as they are set, instead of evaluating some of them. */
  readonly setsAlarms?: boolean | undefined;
}

/** Starts MiniStack in its virtual environment, as a child process. Resolves when it answers. */
export async function startEmulator(
  port: number,
  logPath: string,
  { callsPath, faultsPath, heapsPath, setsAlarms }: EmulatorOptions = {},
): Promise<Emulator> {
  // Outside the repository: otherwise the Lambda functions would find its package.json and its packages.
  const temporaryDirectory = await mkdtemp(join(tmpdir(), 'token-ledger-'));
  const running = await startProcess({
    executable: programOf(EMULATOR_ENVIRONMENT, 'python'),
    args: [join(import.meta.dirname, 'emulator.py')],
    cwd: REPOSITORY,
    env: {
      ...neutralEnvironment(),
      ...emulatorSettings(port),
      BIND_HOST: LOOPBACK,
      // Without Docker: MiniStack would stop the containers of another MiniStack as if they were its own.
      DOCKER_HOST: `unix://${join(temporaryDirectory, 'no-docker.sock')}`,
      TMPDIR: temporaryDirectory,
      ...(callsPath !== undefined && { TOKEN_LEDGER_CALLS: callsPath }),
      ...(faultsPath !== undefined && { TOKEN_LEDGER_FAULTS: faultsPath }),
      ...(heapsPath !== undefined && reportHeaps(heapsPath)),
      ...(setsAlarms && { TOKEN_LEDGER_SETS_ALARMS: 'yes' }),
    },
    logPath,
    cleanUp: () => rm(temporaryDirectory, { recursive: true, force: true }),
  });
  return awaitReady(running, port, logPath);
}

/** The settings of a process of Node.js that reports its heap. Functions inherit them from the emulator. */
export function reportHeaps(heapsPath: string): Record<string, string> {
  const reporter = pathToFileURL(join(import.meta.dirname, 'report-heap.ts')).href;
  return { TOKEN_LEDGER_HEAPS: heapsPath, NODE_OPTIONS: `--import=${reporter}` };
}

/** The settings for both ways to run it. All state is in memory. */
export function emulatorSettings(port: number): Record<string, string> {
  return {
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: LOOPBACK,
    // These services would open more ports.
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
  };
}

/** Waits until the emulator answers; throws if it exits or takes too long. */
export async function awaitReady(running: RunningProcess, port: number, logPath: string): Promise<Emulator> {
  const endpoint = `http://${LOOPBACK}:${port}`;
  const endedEarly = running.ended.then(async (outcome) => {
    throw new Error(`The emulator exited with ${outcome} before it was ready.\n\n${await logTail(logPath)}`);
  });
  await Promise.race([
    endedEarly,
    waitUntil('the emulator to answer', READY_WITHIN_MS, async () => {
      const response = await fetch(`${endpoint}/_ministack/ready`).catch(() => undefined);
      return response?.ok ? true : undefined;
    }),
  ]);
  // Once it is ready, its exit is no failure of the start.
  endedEarly.catch(() => undefined);
  return { ...running, endpoint };
}
