import { LedgerProblem } from '@token-ledger/client/query';
import { SERVICES } from '../../../functions/shared/metrics.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_key';

export const expiredKey: Incident = {
  name: 'key',
  title: 'A producer reports with a key whose secret is over',
  alarms: ['AccessKeysRefused'],
  health: { status: 'ok' },
  runbook: 'access-keys-refused',
  event: 'accessKeyRotated',

  async happen({ usage, api, functions, pass }) {
    const body = { name: 'game day', scopes: ['ingest:any' as const] };
    const { id, accessKey: old } = await api.post('/v1/access-keys', { body });
    const report = (accessKey: string) => usage.report({ user: USER, records: 5, accessKey });
    await report(old);
    const { accessKey } = await api.post('/v1/access-keys/{id}/rotate', {
      path: { id },
      body: { overlapSeconds: 0 },
    });
    // It remembers a key for half a minute.
    await functions.kill(SERVICES.authorizeRequest);
    await pass(2, async () => {
      const problem = await report(old).catch((error: unknown) => error);
      const code = problem instanceof LedgerProblem ? problem.code : String(problem);
      expectThat(code === 'invalid_credentials', `the old secret is refused as ${code}`);
    });

    return async ({ follow }) => {
      const { entries } = await follow('"$TOKEN_LEDGER_URL/v1/audit"', () => api.get('/v1/audit'));
      const denied = entries.filter(
        ({ outcome, actor }) => outcome === 'invalid_credentials' && actor.id === id,
      );
      expectThat(denied.length > 0, `the audit log names the key in ${denied.length} entries`);
      await follow('give the producer the new secret', () => report(accessKey));
      await follow('send again what was refused', async () => {
        await report(accessKey);
        await report(accessKey);
      });
    };
  },
};
