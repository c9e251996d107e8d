/*
 * Child processes that leave nothing behind. Each leads a process group of its own, so that whatever it starts in turn can
 * be ended with it, and so that Ctrl-C in the terminal reaches only us: we end them in our order.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives what the command prints. */
  readonly logPath: string;
  /** Removes what the command leaves behind when it is ended by force. */
  readonly cleanUp?: () => Promise<void>;
}

class CommandFailedError extends Error {
  override name = 'CommandFailedError';
}

export interface RunningProcess {
  readonly pid: number;
  /** Resolves when the process ended, with how; never rejects. */
  readonly ended: Promise<string>;
  /** Asks the whole group to end, makes it end after a grace period, and waits until it has. */
  stop(): Promise<void>;
}

const GRACE_MS = 4000;
const LOG_TAIL_LINES = 40;
const started = new Set<RunningProcess>();
let ending = false;

// The last line of defence, also when we end by an exception.
process.on('exit', () => killAllProcesses());

/** Ends everything started here, in order, and lets nothing more be started. */
export async function stopAllProcesses(): Promise<void> {
  ending = true;
  await Promise.all([...started].map((running) => running.stop()));
}

/** Ends everything started here at once. */
export function killAllProcesses(): void {
  for (const { pid } of started) signalGroup(pid, 'SIGKILL');
}

/** Starts a command that runs until it is stopped. Throws a `CommandFailedError` if it cannot be started. */
export async function startProcess(command: Command): Promise<RunningProcess> {
  if (ending) throw new CommandFailedError(`${command.executable} is not started any more.`);
  const log = openSync(command.logPath, 'w', 0o600);
  // The pipe is never written to: the child sees it close when we end.
  const child = spawn(command.executable, command.args, {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: ['pipe', log, log],
  });
  closeSync(log);
  const ended = endOf(child);
  const { pid } = child;
  if (pid === undefined)
    throw new CommandFailedError(`${command.executable} could not be started: ${await ended}`);
  let stopped: Promise<void> | undefined;
  const running = { pid, ended, stop: () => (stopped ??= stop()) };
  const stop = async () => {
    await stopGroup(pid, ended);
    await command.cleanUp?.();
    started.delete(running);
  };
  started.add(running);
  return running;
}

/** Runs a command to its end, and ends what it may have left running. Throws a `CommandFailedError` with the end of its log if it fails. */
export async function runToEnd(command: Command): Promise<void> {
  const running = await startProcess(command);
  const outcome = await running.ended;
  await running.stop();
  if (outcome === SUCCESS) return;
  const shown = [command.executable.split('/').at(-1), ...command.args].join(' ');
  throw new CommandFailedError(`"${shown}" ended with ${outcome}.\n\n${await logTail(command.logPath)}`);
}

/** The last lines of a log, and where the rest is. */
export async function logTail(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return `${lines.slice(-LOG_TAIL_LINES).join('\n')}\n\n(from ${path})`;
}

const SUCCESS = 'exit code 0';

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
}

async function stopGroup(pid: number, ended: Promise<string>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + GRACE_MS;
  while (groupExists(pid) && Date.now() < deadline) await delay(20);
  signalGroup(pid, 'SIGKILL');
  await ended;
}

function groupExists(pid: number): boolean {
  return signalGroup(pid, 0);
}

/** Tells whether there was a process to receive the signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
