import { fork } from 'node:child_process';
import { once } from 'node:events';
import { callsOver } from './calls.ts';
import type { Filled, TableCall } from './large-table.ts';

export interface RemoteTable extends Filled {
  readonly call: (call: TableCall) => Promise<unknown>;
  readonly close: () => void;
}

/** The table of the large company in a process of its own, which `close` ends. */
export async function remoteTable(): Promise<RemoteTable> {
  const table = fork(new URL('large-table.ts', import.meta.url), { serialization: 'advanced' });
  const ended = once(table, 'exit').then(([code]): never => {
    throw new Error(`The process of the table ended with code ${code}.`);
  });
  const filled = await Promise.race([once(table, 'message').then(([message]) => message as Filled), ended]);
  ended.catch(() => {});
  return { ...filled, call: callsOver(table), close: () => table.kill() };
}
