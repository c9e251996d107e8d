import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
