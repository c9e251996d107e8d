import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import {
  type BudgetRequestInput,
  type BudgetResponse,
  budgetEventDetailSchema,
  EVENT_SOURCE,
  EVENT_TYPES,
  type ProblemDocument,
} from '@token-ledger/contract';
import { invoke } from '../../../scripts/local/roll-up.ts';
import { waitFor } from '../../support/wait-for.ts';
import { subscribeQueue } from '../support/alarm-subscription.ts';
import { call, postRecords, waitForUsage } from '../support/api.ts';
import { deployedProduct } from '../support/deployed-product.ts';
import { createReceivingQueue } from '../support/receiving-queue.ts';
import { newUser, record } from '../support/records.ts';

export function describeBudgets(): void {
  describe('a budget', () => {
    it('fires once, and notifies the event bus and the topic, but no webhook on loopback', async () => {
      const { outputs } = await deployedProduct();
      const nextText = await subscribeQueue(outputs['BudgetTopicArn'] ?? '', 'budget-subscription');
      const nextEvent = await listen(outputs['EventBusName'] ?? '');
      const user = newUser();
      const created = await send('POST', '/v1/budgets', {
        ...budgetOf(user),
        webhook: { url: 'https://localhost/hook' },
      });
      expect(created).toMatchObject({
        status: 201,
        body: { current: { spent: '0', left: '20' }, webhook: { secret: expect.stringMatching(/^whsec_/) } },
      });
      const path = `/v1/budgets/${created.body.id}`;

      await postRecords([record(user), record(user)]);
      await waitForUsage(user, 2);
      await Promise.all([evaluateNow(), evaluateNow()]);

      const alertId = (threshold: number) =>
        expect.stringMatching(new RegExp(`^alert_${created.body.id}_\\d{6}_${threshold}_1$`));
      const { body } = await waitFor('both alerts to be delivered', async () => {
        const answer = await send('GET', path);
        const { alerts } = answer.body.current;
        return alerts.every(({ deliveredTo }) => deliveredTo.length === 2) ? answer : undefined;
      });
      expect(body.current).toMatchObject({
        spent: '22',
        left: '-2',
        alerts: [50, 100].map((threshold) => ({
          id: alertId(threshold),
          threshold,
          deliveredTo: ['event_bus', 'topic'],
        })),
      });
      const events = [await nextEvent(), await nextEvent()];
      expect(events.map(({ threshold }) => threshold).toSorted((a, b) => a - b)).toEqual([50, 100]);
      expect(events.map(({ alertId: id }) => id).toSorted()).toEqual(
        body.current.alerts.map(({ id }) => id).toSorted(),
      );
      expect(await nextText()).toContain('has reached');

      expect(await evaluateNow()).toMatchObject({ fired: 0, failed: 0 });
      expect((await send('DELETE', path)).status).toBe(204);
      expect(await send('GET', path)).toMatchObject({ status: 404, body: { code: 'budget_not_found' } });
    });

    it('is re-armed when it is raised, and fires at once when it is lowered', async () => {
      const user = newUser();
      const { body } = await send('POST', '/v1/budgets', budgetOf(user));
      const fired = async () => {
        await evaluateNow();
        return (await send('GET', `/v1/budgets/${body.id}`)).body.current.alerts.map(
          ({ threshold, amount }) => `${threshold}% of ${amount}`,
        );
      };
      const change = (amount: string) => send('PUT', `/v1/budgets/${body.id}`, { ...budgetOf(user), amount });

      await postRecords([record(user)]);
      await waitForUsage(user, 1);
      expect(await fired()).toEqual(['50% of 20']);
      expect(await change('100')).toMatchObject({ status: 200, body: { current: { usedPercent: 11 } } });
      expect(await fired()).toEqual(['50% of 20']);
      expect((await change('11')).status).toBe(200);
      expect(await fired()).toEqual(['50% of 20', '50% of 11', '100% of 11']);
      expect((await send('DELETE', `/v1/budgets/${body.id}`)).status).toBe(204);
    });
  });
}

/** 20 tokens a month; one record uses 11. */
function budgetOf(id: string): BudgetRequestInput {
  const scope = { dimension: 'user', id } as const;
  return { name: 'test', scope, period: 'monthly', unit: 'tokens', amount: '20', thresholds: [50, 100] };
}

const send = (method: string, path: string, body?: BudgetRequestInput) =>
  call<BudgetResponse & ProblemDocument>(method, path, body);

/** Runs the evaluation at once, like its schedule. */
const evaluateNow = () => invoke(new LambdaClient(), 'evaluate-budgets');

/** Sends the product's events to a queue; returns a function that waits for the detail of the next event. */
async function listen(EventBusName: string) {
  const queue = await createReceivingQueue('budget-events');
  const client = new EventBridgeClient();
  const EventPattern = JSON.stringify({
    source: [EVENT_SOURCE],
    'detail-type': [EVENT_TYPES.budgetThreshold],
  });
  await client.send(new PutRuleCommand({ Name: 'budgets', EventBusName, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: queue.arn }];
  await client.send(new PutTargetsCommand({ Rule: 'budgets', EventBusName, Targets }));
  return async () =>
    budgetEventDetailSchema.parse(((await queue.next()) as { readonly detail: unknown }).detail);
}
