import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Context } from '../../../packages/cli/src/command.ts';
import type { Io } from '../../../packages/cli/src/io.ts';
import { run } from '../../../packages/cli/src/run.ts';

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A machine with an empty home, no terminal and no ledger, on which commands run. */
export interface Machine {
  readonly home: string;
  run(
    line: string | readonly string[],
    changes?: Partial<Io> & Partial<Pick<Context, 'doctorAws' | 'openLedger'>>,
  ): Promise<Outcome>;
  /** Each line of standard output as JSON. */
  json(line: string | readonly string[], changes?: Partial<Io>): Promise<readonly never[]>;
}

const homes: string[] = [];
afterAll(() => homes.forEach((home) => rmSync(home, { recursive: true, force: true })));

export function fakeMachine(common: Partial<Io> = {}): Machine {
  const home = mkdtempSync(join(tmpdir(), 'token-ledger-cli-'));
  homes.push(home);

  const machine: Machine = {
    home,
    async run(line, { doctorAws, openLedger, ...changes } = {}) {
      const [out, err]: [string[], string[]] = [[], []];
      const io: Io = {
        env: {},
        cwd: home,
        home,
        terminal: { input: false, output: false, errors: false },
        fetch: () => Promise.reject(new Error('There is no network here.')),
        nowMs: Date.now,
        signal: new AbortController().signal,
        out: async (text) => void out.push(text),
        err: (text) => void err.push(text),
        readInput: async () => '',
        confirm: () => Promise.reject(new Error('Nobody answers.')),
        askSecret: () => Promise.reject(new Error('Nobody answers.')),
        openBrowser: async () => undefined,
        sleep: async () => undefined,
        ...common,
        ...changes,
      };
      const argv = typeof line === 'string' ? wordsOf(line) : line;
      const code = await run(argv, io, {
        ...(doctorAws && { doctorAws }),
        ...(openLedger && { openLedger }),
      });
      return { code, out: out.join(''), err: err.join('') };
    },
    async json(line, changes) {
      const argv = typeof line === 'string' ? wordsOf(line) : line;
      const { code, out, err } = await machine.run([...argv, '--json'], changes);
      if (out === '' && code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${err}`);
      return out
        .split('\n')
        .filter((text) => text !== '')
        .map((text) => JSON.parse(text) as never);
    },
  };
  return machine;
}

/** A person at a terminal who confirms everything. */
export const AGREEING: Pick<Io, 'terminal' | 'confirm'> = {
  terminal: { input: true, output: false, errors: false },
  confirm: async () => true,
};

/** The words of a command line, as a shell sees them: quotes hold words together. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
