import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { homedir } from 'node:os';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { Io } from './io.ts';

/** The machine itself. Questions load their library when they are asked. */
export function systemIo(signal: AbortSignal): Io {
  const { stdin, stdout, stderr, env } = process;
  return {
    env,
    cwd: process.cwd(),
    home: homedir(),
    terminal: { input: stdin.isTTY, output: stdout.isTTY, errors: stderr.isTTY },
    fetch: globalThis.fetch,
    nowMs: Date.now,
    signal,
    async out(written) {
      if (!stdout.write(written)) await once(stdout, 'drain', { signal });
    },
    err: (written) => void stderr.write(written),
    readInput: () => text(stdin),
    async confirm(question) {
      const { default: confirm } = await import('@inquirer/confirm');
      return confirm({ message: question, default: false }, { output: stderr, signal });
    },
    async askSecret(question) {
      const { default: password } = await import('@inquirer/password');
      return password({ message: question, mask: '*' }, { output: stderr, signal });
    },
    async openBrowser(url) {
      const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
      const opener = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
      // Without a browser, the address is printed anyway.
      opener.on('error', () => undefined);
      opener.unref();
    },
    sleep: (ms) => delay(ms, undefined, { signal }),
  };
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
