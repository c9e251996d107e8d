import type { ImportPhase } from '@token-ledger/importers';
import cliProgress from 'cli-progress';

const TITLES: Readonly<Record<ImportPhase, string>> = {
  reading: 'Reading',
  checking: 'Checking for an overlap',
  sending: 'Sending',
};
/** A bar that is drawn for each of a million rows would take longer than reading them. */
const STEP = 1000;

/** A progress bar on a terminal; nothing everywhere else, where the summary is enough. */
export function createProgress() {
  let bar: cliProgress.SingleBar | undefined;
  let shown: ImportPhase | undefined;
  const end = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    update: (phase: ImportPhase, done: number, total: number | undefined): void => {
      if (phase !== shown) {
        end();
        shown = phase;
        const format = total === undefined ? '{what} {value}' : '{what} {bar} {value}/{total} records';
        bar = new cliProgress.SingleBar(
          { format, hideCursor: true, noTTYOutput: false },
          cliProgress.Presets.shades_classic,
        );
        bar.start(total ?? 0, done, { what: TITLES[phase] });
      }
      if (done % STEP === 0 || done === total) bar?.update(done);
    },
    end,
  };
}
