import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The ids of the processes in which the emulator runs a Lambda function now. */
export async function workersOf(emulatorPid: number, functionName: string): Promise<readonly number[]> {
  const processes = await listProcesses();
  // The emulator unpacks the code of each worker into a directory named after the function.
  const isWorker = ({ parent, command }: Process) =>
    parent === emulatorPid && command.includes(`ministack-lambda-${functionName}-`);
  return processes.filter(isWorker).map(({ pid }) => pid);
}

interface Process {
  readonly pid: number;
  readonly parent: number;
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
