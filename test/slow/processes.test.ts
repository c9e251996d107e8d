import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runToEnd, startProcess } from '../../scripts/local/processes.ts';
import { waitFor } from '../support/wait-for.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'processes-'));
});

afterAll(() => rm(directory, { recursive: true }));

/** A command that runs a script of Node.js. */
function script(code: string) {
  return {
    executable: process.execPath,
    args: ['--eval', code],
    cwd: directory,
    env: process.env,
    logPath: join(directory, 'log'),
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('child processes', () => {
  it('run to their end, with their output in their log', async () => {
    const command = script("console.log('done')");
    await runToEnd(command);
    expect(await readFile(command.logPath, 'utf8')).toBe('done\n');
  });

  it('fail with the end of their log', async () => {
    const failing = runToEnd(script("console.error('because of this'); process.exit(3)"));
    await expect(failing).rejects.toThrow(/failed with exit code 3\.\n\nbecause of this/);
  });

  it('fail when there is no such command', async () => {
    await expect(runToEnd({ ...script(''), executable: 'no-such-command' })).rejects.toThrow(
      'no-such-command',
    );
  });

  it('end with everything they have started, even processes that ignore signals', async () => {
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log(process.pid)";
    const command = script(
      `require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(stubborn)}], { stdio: 'inherit' })`,
    );
    const running = await startProcess(command);
    const grandchild = await waitFor('the grandchild', async () => {
      const printed = await readFile(command.logPath, 'utf8');
      return printed.includes('\n') ? Number(printed) : undefined;
    });
    expect(isRunning(grandchild)).toBe(true);
    await running.stop();
    await waitFor('the grandchild to be gone', async () => (isRunning(grandchild) ? undefined : true));
  });

  it('are cleaned up once, however often they are stopped', async () => {
    let cleaned = 0;
    const running = await startProcess({
      ...script('setInterval(() => {}, 1000)'),
      cleanUp: async () => {
        cleaned += 1;
      },
    });
    await Promise.all([running.stop(), running.stop()]);
    await running.stop();
    expect(cleaned).toBe(1);
  });
});

describe('Ctrl-C', () => {
  const LOCAL = join(import.meta.dirname, '../../scripts/local');
  const started: number[] = [];
  afterAll(() => {
    for (const pid of started.filter(isRunning)) process.kill(pid, 'SIGKILL');
  });

  /** A program like npm start, with a process of its own, whose id it prints once it can be stopped. */
  async function startProgram(onStop: string) {
    const code = `
      import { onStopRequest } from ${JSON.stringify(join(LOCAL, 'shutdown.ts'))};
      import { startProcess, stopAllProcesses } from ${JSON.stringify(join(LOCAL, 'processes.ts'))};
      const command = { executable: process.execPath, args: ['--eval', 'setInterval(() => {}, 1000)'] };
      const child = await startProcess({ ...command, cwd: '.', env: process.env, logPath: 'child.log' });
      onStopRequest(() => ${onStop});
      console.log(child.pid);
      await child.ended;`;
    const program = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(program.stdout, 'data');
    started.push(Number(printed), program.pid ?? 0);
    return { program, child: Number(printed) };
  }

  const exitCodeOf = (program: ChildProcess) =>
    waitFor('the program to end', async () => program.exitCode ?? undefined);
  const gone = (child: number) =>
    waitFor('the child to be gone', async () => (isRunning(child) ? undefined : true));

  it('leaves nothing running', async () => {
    const { program, child } = await startProgram('stopAllProcesses()');
    expect(isRunning(child)).toBe(true);
    program.kill('SIGINT');
    expect(await exitCodeOf(program)).toBe(0);
    await gone(child);
  });

  it('stops at once the second time, although stopping hangs', async () => {
    const { program, child } = await startProgram('{}');
    program.kill('SIGINT');
    // What npm sends on, within a second, is the same Ctrl-C.
    program.kill('SIGINT');
    await delay(500);
    expect(isRunning(child)).toBe(true);
    const code = await waitFor('the program to end', async () => {
      program.kill('SIGINT');
      return program.exitCode ?? undefined;
    });
    expect(code).toBe(130);
    await gone(child);
  });
});
