import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logTail, startProcess } from '../local/processes.ts';

/** A place where commands run as a person would type them. */
export interface Shell {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives a log of each command. */
  readonly logs: string;
  /** Ends the command that runs, and lets no other one start. */
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  readonly command: string;
  readonly exitCode: number | undefined;
  /** What it printed. */
  readonly output: string;
  readonly logPath: string;
}

let commands = 0;

/** Runs a command to its end, and returns its exit code. Stopping all processes of this script stops it too. */
export async function run(
  { cwd, env, logs, signal }: Shell,
  ...words: readonly string[]
): Promise<CommandResult> {
  const [executable = '', ...args] = words;
  commands += 1;
  await mkdir(logs, { recursive: true });
  const name = words
    .slice(0, 3)
    .join('-')
    .replaceAll(/[^\w-]+/g, '-');
  const logPath = join(logs, `${String(commands).padStart(3, '0')}-${name}.log`);
  signal?.throwIfAborted();
  const running = await startProcess({ executable, args, cwd, env, logPath });
  const stop = () => void running.stop();
  signal?.addEventListener('abort', stop);
  const outcome = await running.ended;
  signal?.removeEventListener('abort', stop);
  await running.stop();
  const code = /^exit code (\d+)$/.exec(outcome)?.[1];
  return {
    command: words.join(' '),
    exitCode: code === undefined ? undefined : Number(code),
    output: await readFile(logPath, 'utf8'),
    logPath,
  };
}

/** Runs a command that must succeed. @throws Error with the end of its log */
export async function runOrFail(shell: Shell, ...words: readonly string[]): Promise<CommandResult> {
  const result = await run(shell, ...words);
  if (result.exitCode !== 0)
    throw new Error(`"${result.command}" failed in ${shell.cwd}.\n\n${await logTail(result.logPath)}`);
  return result;
}
