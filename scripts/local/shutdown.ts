import { killAllProcesses } from './processes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes a Ctrl-C on that the terminal has sent us as well. */
const SAME_SIGNAL_WITHIN_MS = 1000;

/** Calls `stop` at the first request to end, and ends at once at the second. */
export function onStopRequest(stop: () => void): void {
  let requestedAtMs: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (requestedAtMs === undefined) {
        requestedAtMs = performance.now();
        stop();
      } else if (performance.now() - requestedAtMs > SAME_SIGNAL_WITHIN_MS) {
        killAllProcesses();
        process.exit(130);
      }
    });
  }
}
