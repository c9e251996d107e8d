import type { createNotificationTopic } from '@token-ledger/aws';
import { budgetEventDetail } from '@token-ledger/contract';
import { type AlertChannel, type BudgetAlert, formatBudgetAmount, iso } from '@token-ledger/core';
import { asciiSubject } from './subject.ts';

/** Alerts as texts for people: who subscribes to the topic by e-mail reads them as they are. */
export function topicChannel(publish: ReturnType<typeof createNotificationTopic>): AlertChannel {
  return {
    name: 'topic',
    async deliver(alert) {
      const { alertId } = budgetEventDetail(alert);
      await publish({
        subject: asciiSubject(`Token Ledger: ${alert.percent} % of budget `, alert.budgetName),
        text: textOf(alert, alertId),
        attributes: { alertId, budgetId: alert.budgetId, threshold: String(alert.percent) },
      });
      return true;
    },
  };
}

function textOf(alert: BudgetAlert, alertId: string): string {
  const { budgetName, percent, unit, amount, spent, scope, unpricedRequests } = alert;
  const show = (value: bigint) => `${formatBudgetAmount(unit, value)} ${unit}`;
  const counted = scope.dimension === 'all' ? 'everything' : `${scope.dimension} ${scope.id}`;
  return [
    `The budget "${budgetName}" has reached ${percent} % of ${show(amount)}.`,
    '',
    `Spent: ${show(spent)}`,
    `Left: ${show(amount - spent)}`,
    `Counted: ${counted}`,
    `Period: ${iso(alert.periodStartMs)} to ${iso(alert.periodEndMs)}`,
    ...(unpricedRequests > 0n ? [`Not counted, for want of a price: ${unpricedRequests} requests`] : []),
    '',
    `Alert: ${alertId}`,
  ].join('\n');
}
