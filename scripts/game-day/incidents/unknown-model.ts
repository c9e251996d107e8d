import { join } from 'node:path';
import { HOUR_MS, iso } from '@token-ledger/core';
import { runOrFail } from '../../drills/command.ts';
import { emulatorEnvironment } from '../../local/aws-environment.ts';
import { rollUpOnce } from '../../local/roll-up.ts';
import { REPOSITORY } from '../../local/state.ts';
import { expectThat } from '../expect-that.ts';
import type { Incident } from '../incident.ts';

const USER = 'u_model';
const MODEL = 'claude-game-day-9';
const RECORDS = 20;
/** For 10 tokens of input and 1 of output, each. */
const LIST_PRICES = { input: '10', output: '50' };
const COST_USD = 0.003;

export const unknownModel: Incident = {
  name: 'model',
  title: 'Calls of a model without a price',
  alarms: ['UnpricedRequests'],
  health: { status: 'ok' },
  runbook: 'unpriced-requests',
  event: 'unknownModel',

  async happen({ usage, api, deployment, pass }) {
    const agoMs = 4 * HOUR_MS;
    const hourMs = Math.floor((Date.now() - agoMs) / HOUR_MS) * HOUR_MS;
    const range = { from: iso(hourMs), to: iso(hourMs + HOUR_MS) };
    const costUsd = async () => {
      const query = { dimension: 'user', id: USER, period: 'hour', ...range } as const;
      const { rows } = await api.get('/v1/statistics', { query });
      return rows.reduce((sum, { cost }) => sum + Number(cost.usd), 0);
    };
    await pass(1, async () => {
      await usage.report({ user: USER, records: RECORDS, agoMs, model: MODEL });
      await usage.waitForCounted(USER);
      // The scheduled run would leave late usage for up to two hours.
      await rollUpOnce(deployment);
    });

    return async ({ follow }) => {
      const quality = await follow('`unpriced` of [`GET /v1/quality`]', () =>
        api.get('/v1/quality', { query: range }),
      );
      expectThat(JSON.stringify(quality.unpriced).includes(MODEL), 'the quality report names the model');
      expectThat((await costUsd()) === 0, `without a price it costs ${await costUsd()}`);
      await follow('set its price by `PUT /v1/prices`', () =>
        api.put('/v1/prices', { body: { overrides: [{ model: MODEL, listPrices: LIST_PRICES }] } }),
      );
      const shell = {
        cwd: REPOSITORY,
        env: emulatorEnvironment(deployment.endpoint),
        logs: join(REPOSITORY, '.token-ledger', 'game-day'),
      };
      const stage = deployment.outputs['Stage'] ?? '';
      await follow('[reprice](operations.md#reprice) the hours since', () =>
        runOrFail(
          shell,
          ...`npm run reprice -- --stage ${stage} --from ${range.from} --to ${range.to} --apply --yes`.split(
            ' ',
          ),
        ),
      );
      const cost = await costUsd();
      expectThat(Math.abs(cost - COST_USD) < 1e-9, `repriced, it costs ${cost}`);
    };
  },
};
