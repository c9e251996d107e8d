import cliProgress from 'cli-progress';
import type { ReplayReport } from './run-replay.ts';

/** A progress bar on a terminal; nothing where a bar would only fill a log. */
export function createReport(): ReplayReport {
  const bar = new cliProgress.SingleBar(
    {
      format: '{what} {bar} {value}/{total} records, {rate}/s',
      hideCursor: true,
      noTTYOutput: false,
    },
    cliProgress.Presets.shades_classic,
  );
  let startedAtMs = 0;
  let sent = 0;
  return {
    begin(what, records) {
      [startedAtMs, sent] = [performance.now(), 0];
      bar.start(records, 0, { what: what.padEnd(16), rate: 0 });
    },
    sent(records) {
      sent += records;
      bar.update(sent, { rate: Math.round(sent / ((performance.now() - startedAtMs) / 1000)) });
    },
    end() {
      bar.stop();
    },
  };
}
