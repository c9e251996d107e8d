import { killAllProcesses } from './processes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm forwards a Ctrl-C that the terminal has already sent to this process. */
const SAME_SIGNAL_WITHIN_MS = 1000;

/** The first request to stop calls `stop`. A second one exits at once, without cleaning up. */
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
