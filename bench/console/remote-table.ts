import { fork } from 'node:child_process';
import { once } from 'node:events';
import { clientOver, type TableClient } from '../item-table.ts';
import type { Answered, Asked, Filled } from './large-table.ts';

/** The table of the large company in a process of its own, which `close` ends. */
export async function remoteTable(): Promise<
  Filled & { readonly client: TableClient; readonly close: () => void }
> {
  const table = fork(new URL('large-table.ts', import.meta.url), { serialization: 'advanced' });
  const ended = once(table, 'exit').then(([code]): never => {
    throw new Error(`The process of the table ended with code ${code}.`);
  });
  const filled = await Promise.race([once(table, 'message').then(([message]) => message as Filled), ended]);
  ended.catch(() => {});
  const awaited = new Map<number, (output: unknown) => void>();
  table.on('message', ({ number, output }: Answered) => {
    awaited.get(number)?.(output);
    awaited.delete(number);
  });
  let asked = 0;
  const client = clientOver((command, input) => {
    asked += 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    awaited.set(asked, resolve);
    table.send({ number: asked, command, input } satisfies Asked);
    return promise;
  });
  return { ...filled, client, close: () => table.kill() };
}
