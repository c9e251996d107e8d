import { connect } from 'node:net';
import { pid, resourceUsage } from 'node:process';
import { heldMemory } from './held-memory.ts';

/*
 * Loaded into the process of a function before its code, if somebody wants to know its heap. Each line that the socket receives is
 * answered by one line: what is in use after a collection of garbage, so everything that is kept from one request to the next.
 */

export interface HeapReport {
  /** Of the function. */
  readonly name: string;
  readonly pid: number;
  /** After a collection of garbage. */
  readonly heldBytes: number;
  /** The most memory of the machine that the process had until now, garbage included. */
  readonly peakBytes: number;
  /** What Lambda allows it to have. */
  readonly memoryBytes: number;
}

const { TOKEN_LEDGER_HEAPS: path, AWS_LAMBDA_FUNCTION_NAME: name } = process.env;
// The emulator also runs other processes of Node.js.
if (path !== undefined && name !== undefined) report(path, name);

function report(heapsPath: string, functionName: string): void {
  const socket = connect(heapsPath).unref();
  // The check has ended, and the function goes on.
  socket.on('error', () => socket.destroy());
  socket.on('data', () => {
    heapOf(functionName)
      .then((answer) => socket.write(`${JSON.stringify(answer)}\n`))
      .catch((error: unknown) => socket.destroy(error as Error));
  });
}

async function heapOf(functionName: string): Promise<HeapReport> {
  return {
    name: functionName,
    pid,
    heldBytes: await heldMemory(),
    peakBytes: resourceUsage().maxRSS * 1024,
    memoryBytes: Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']) * 1024 ** 2,
  };
}
