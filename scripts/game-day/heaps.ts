import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { HeapReport } from '../local/report-heap.ts';

/** The heaps of all processes of functions that the emulator runs. */
export interface Heaps {
  /** Has each of them collect its garbage, and returns what it then holds. A process that ends meanwhile is left out. */
  measure(): Promise<readonly HeapReport[]>;
}

/** Listens on a socket while an action lasts. Each process connects to it when it starts. */
export async function withHeaps<T>(action: (heaps: Heaps, path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'token-ledger-heaps-'));
  const path = join(folder, 'socket');
  const processes = new Map<Socket, AsyncIterator<string>>();
  const server = createServer((socket) => {
    processes.set(socket, createInterface({ input: socket })[Symbol.asyncIterator]());
    // A process that is killed resets its connection.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => processes.delete(socket));
  });
  const measure = async () => {
    const answers = await Promise.all([...processes].map(([socket, lines]) => ask(socket, lines)));
    return answers.flatMap((answer) => answer ?? []);
  };
  try {
    server.listen(path);
    await once(server, 'listening');
    return await action({ measure }, path);
  } finally {
    for (const socket of processes.keys()) socket.destroy();
    server.close();
    await rm(folder, { recursive: true });
  }
}

/** A process that works answers when it is through; one that ended does not. */
async function ask(socket: Socket, lines: AsyncIterator<string>): Promise<HeapReport | undefined> {
  socket.write('\n');
  const line = await lines.next().catch(() => undefined);
  return line === undefined || line.done ? undefined : (JSON.parse(line.value) as HeapReport);
}
