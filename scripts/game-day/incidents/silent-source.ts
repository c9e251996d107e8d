import { SERVICES } from '../../../functions/shared/metrics.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_source';
/** See the settings of the game day. */
export const SILENT_AFTER_MINUTES = 60;

export const silentSource: Incident = {
  name: 'source',
  title: 'The gateway falls silent while others report',
  alarms: ['SourcesSilent'],
  health: { status: 'ok' },
  runbook: 'sources-silent',

  async happen({ usage, ledgerClock, functions, health, pass }) {
    const report = async (source: 'gateway' | 'client') => {
      await usage.report({ user: USER, records: 5, source });
      await usage.waitForCounted(USER);
    };
    await report('gateway');
    await report('client');
    // An hour and a half in which only the client was heard, and that all the time.
    await ledgerClock.ageSource('gateway', SILENT_AFTER_MINUTES + 30, SILENT_AFTER_MINUTES + 60);
    await ledgerClock.ageSource('client', 0, SILENT_AFTER_MINUTES + 30);
    await pass(1);

    return async ({ follow }) => {
      const { sources } = await follow('`sources` of `GET /v1/health`: which one is `silent`', health);
      const silent = sources?.filter((source) => source.silent).map(({ source }) => source);
      expectThat(silent?.join() === 'gateway', `silent: ${silent?.join()}`);
      await follow('is the service that reports still deployed, and does it reach the API', async () => {
        // A process notes a source once in five minutes.
        await functions.kill(SERVICES.recordUsage);
        await report('gateway');
      });
    };
  },
};
