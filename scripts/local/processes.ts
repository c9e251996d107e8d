/*
 * Child processes that leave nothing behind. Each leads its own process group, so that the processes it starts can be
 * stopped with it, and so that Ctrl-C in the terminal reaches only this process, which stops them in order.
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
  /** Receives the output of the command. */
  readonly logPath: string;
  /** Removes what the command leaves behind when it is killed. */
  readonly cleanUp?: () => Promise<void>;
}

class CommandFailedError extends Error {
  override name = 'CommandFailedError';
}

export interface RunningProcess {
  readonly pid: number;
  /** Resolves with how the process exited; never rejects. */
  readonly ended: Promise<string>;
  /** Asks the group to exit, kills it after a grace period, and waits until it has exited. */
  stop(): Promise<void>;
}

const GRACE_MS = 4000;
const LOG_TAIL_LINES = 40;
const started = new Set<RunningProcess>();
let ending = false;

// Also when this process exits by an exception.
process.on('exit', () => killAllProcesses());

/** Stops every process started here in order, and starts no more. */
export async function stopAllProcesses(): Promise<void> {
  ending = true;
  await Promise.all([...started].map((running) => running.stop()));
}

/** Kills every process started here at once. */
export function killAllProcesses(): void {
  for (const { pid } of started) signalGroup(pid, 'SIGKILL');
}

/** Starts a command that runs until it is stopped. Throws a `CommandFailedError` if it cannot be started. */
export async function startProcess(command: Command): Promise<RunningProcess> {
  if (ending)
    throw new CommandFailedError(`${command.executable} was not started, because this command is stopping.`);
  const log = openSync(command.logPath, 'w', 0o600);
  // Nothing is written to the pipe: the child sees it close when this process exits.
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

/** Runs a command until it exits, and stops what it left running. Throws a `CommandFailedError` with the end of its log if it fails. */
export async function runToEnd(command: Command): Promise<void> {
  const running = await startProcess(command);
  const outcome = await running.ended;
  await running.stop();
  if (outcome === SUCCESS) return;
  const shown = [command.executable.split('/').at(-1), ...command.args].join(' ');
  throw new CommandFailedError(`"${shown}" failed with ${outcome}.\n\n${await logTail(command.logPath)}`);
}

/** The last lines of a log, and its path. */
export async function logTail(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return `${lines.slice(-LOG_TAIL_LINES).join('\n')}\n\n(The full log is in ${path}.)`;
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

/** Returns whether a process received the signal. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
