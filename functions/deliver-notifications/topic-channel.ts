import type { createNotificationTopic } from '@token-ledger/aws';
import { budgetEventDetail } from '@token-ledger/contract';
import { type AlertChannel, type BudgetAlert, formatBudgetAmount, iso } from '@token-ledger/core';

/** The longest subject of an e-mail that SNS accepts. */
const MAX_SUBJECT_LENGTH = 99;

/** Alerts as texts, which subscribers of the topic read in their e-mail. */
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
    ...(unpricedRequests > 0n
      ? [`Not counted, because they have no price: ${unpricedRequests} requests`]
      : []),
    '',
    `Alert: ${alertId}`,
  ].join('\n');
}

/** The subject of an e-mail as SNS accepts it: ASCII only, and not too long. */
export function asciiSubject(prefix: string, name: string): string {
  return `${prefix}${name.replaceAll(/[^ -~]/gu, '?')}`.slice(0, MAX_SUBJECT_LENGTH);
}
