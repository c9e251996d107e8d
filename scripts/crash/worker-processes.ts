import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The ids of the processes in which the emulator runs a Lambda function now. */
export async function workersOf(emulatorPid: number, functionName: string): Promise<readonly number[]> {
  return (await listWorkers(emulatorPid, functionName)).map(({ pid }) => pid);
}

/** The same with their command lines. */
export async function listWorkers(emulatorPid: number, functionName: string): Promise<readonly Process[]> {
  const processes = await listProcesses();
  // The emulator unpacks the code of each worker into a directory named after the function.
  return processes.filter(
    ({ parent, command }) => parent === emulatorPid && command.includes(`ministack-lambda-${functionName}-`),
  );
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** With its arguments, separated by null characters or blanks. */
  readonly command: string;
}

async function listProcesses(): Promise<readonly Process[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return listByPs();
  const processes = await Promise.all(pids.map((pid) => readProc(Number(pid)).catch(() => undefined)));
  return processes.filter((process) => process !== undefined);
}

/** For Linux, where small images have no `ps`. Rejects when the process is gone. */
async function readProc(pid: number): Promise<Process> {
  const [status, command] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ]);
  return { pid, parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]), command };
}

async function listByPs(): Promise<readonly Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,command=']);
  return [...stdout.matchAll(/^\s*(\d+)\s+(\d+)\s+(.*)$/gm)].map(([, pid, parent, command = '']) => ({
    pid: Number(pid),
    parent: Number(parent),
    command,
  }));
}
