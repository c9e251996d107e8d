import { connect } from 'node:net';
import { memoryUsage, pid, resourceUsage } from 'node:process';
import { setImmediate as nextTurn } from 'node:timers/promises';

/*
 * Loaded into the process of a function before its code, if somebody wants to know its heap. Each line that the socket receives is
 * answered by one line: what is in use after a collection of garbage, so everything that is kept from one request to the next.
 */

export interface HeapReport {
  /** Of the function. */
  readonly name: string;
  readonly pid: number;
  /** What objects and buffers take that can still be reached. */
  readonly heldBytes: number;
  /** The most memory that the process had in the machine until now, garbage included. */
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
    collectGarbage()
      .then(() => socket.write(`${JSON.stringify(heapOf(functionName))}\n`))
      .catch((error: unknown) => socket.destroy(error as Error));
  });
}

function heapOf(functionName: string): HeapReport {
  const { heapUsed, external } = memoryUsage();
  return {
    name: functionName,
    pid,
    heldBytes: heapUsed + external,
    peakBytes: resourceUsage().maxRSS * 1024,
    memoryBytes: Number(process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE']) * 1024 ** 2,
  };
}

/** Twice: what finalizers of the first collection let go, which run in the next turn, the second one frees. */
async function collectGarbage(): Promise<void> {
  globalThis.gc?.();
  await nextTurn();
  globalThis.gc?.();
}
