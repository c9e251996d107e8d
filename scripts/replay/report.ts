import cliProgress from 'cli-progress';
import type { ReplayReport } from './run-replay.ts';

/** A progress bar on a terminal; one line at the end everywhere else. */
export function createReport(): ReplayReport {
  const bar = new cliProgress.SingleBar(
    {
      format: '{what} {bar} {value}/{total} records, {rate}/s',
      hideCursor: true,
      noTTYOutput: false,
    },
    cliProgress.Presets.shades_classic,
  );
  let doing = '';
  let startedAtMs = 0;
  let sent = 0;
  const rate = () => Math.round(sent / ((performance.now() - startedAtMs) / 1000));
  return {
    begin(what, records) {
      [doing, startedAtMs, sent] = [what, performance.now(), 0];
      bar.start(records, 0, { what: what.padEnd(16), rate: 0 });
    },
    sent(records) {
      sent += records;
      bar.update(sent, { rate: rate() });
    },
    end() {
      bar.stop();
      if (!process.stderr.isTTY)
        console.log(`${doing}: ${sent.toLocaleString('en-US')} records, ${rate()}/s`);
    },
  };
}
