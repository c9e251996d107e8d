import type { ServerResponse } from 'node:http';

/**
 * Writes a response chunk by chunk, as fast as its reader takes it. Reads on when the reader is gone, unless the source ends
 * then. Returns whether it was read to its end; a source that breaks breaks the connection, too. After `signal`, it waits for no
 * reader: one that stopped reading would hold the call forever.
 */
export async function writeResponse(
  source: Response,
  target: ServerResponse,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    target.writeHead(source.status, source.statusText, [...source.headers].flat());
    target.flushHeaders();
    if (source.body) {
      for await (const chunk of source.body as AsyncIterable<Uint8Array>)
        if (!target.destroyed && !target.write(chunk)) await writable(target, signal);
    }
    target.end();
    return true;
  } catch {
    target.destroy();
    return false;
  }
}

/** Until the target takes more, or is gone, or the signal aborts. */
function writable(target: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      target.off('drain', done);
      target.off('close', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    if (signal.aborted) {
      resolve();
      return;
    }
    target.on('drain', done);
    target.on('close', done);
    signal.addEventListener('abort', done);
  });
}
