import { setTimeout as delay } from 'node:timers/promises';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SERVICES } from '../../functions/shared/metrics.ts';
import { readLoggedMetrics, sendMetrics } from '../local/forward-metrics.ts';
import { waitUntil } from '../local/wait-until.ts';
import { openMailbox } from './alarm-mail.ts';
import type { SmokeDeployment } from './deployment.ts';

const METRIC = 'RecordsQuarantined';
/** The period of the alarm. */
const PERIOD_MS = 5 * 60_000;
/** Log lines are there within seconds; their metrics within minutes, and the alarm looks at whole periods. */
const LOGGED_WITHIN_MS = 60_000;
const MAIL_WITHIN_MS = 20 * 60_000;
/** The emulator evaluates an alarm when a metric arrives. Its metrics are dated into a period that ends so soon. */
const PERIOD_ENDS_IN_MS = 10_000;

/**
 * Sends a record that cannot be counted, and waits for the mail that its alarm is on, and for the one that it is over. Returns the
 * seconds until the first.
 */
export async function fireAndClearAlarm(deployment: SmokeDeployment): Promise<number> {
  const { stage, outputs, local } = deployment;
  const alarm = `token-ledger-${stage}-QuarantinedRecords`;
  const mailbox = await openMailbox(outputs['AlarmTopicArn'] ?? '', `token-ledger-${stage}-mailbox`);
  const sqs = new SQSClient({});
  try {
    const sentAtMs = Date.now();
    const MessageBody = JSON.stringify({ v: 1, records: [{ requestId: 'smoke-without-a-model' }] });
    await sqs.send(new SendMessageCommand({ QueueUrl: outputs['LiveQueueUrl'] ?? '', MessageBody }));
    const clear = local ? await forward(deployment, sentAtMs) : async () => undefined;
    await mailbox.next(alarm, 'ALARM', MAIL_WITHIN_MS);
    const seconds = (Date.now() - sentAtMs) / 1000;
    await clear();
    await mailbox.next(alarm, 'OK', MAIL_WITHIN_MS);
    return seconds;
  } finally {
    await mailbox.remove();
    sqs.destroy();
  }
}

/** What CloudWatch does on AWS: the metrics in the log become metrics. Returns how to say that no more follow. */
async function forward({ stackName }: SmokeDeployment, sinceMs: number): Promise<() => Promise<void>> {
  const found = await waitUntil('the record to be quarantined', LOGGED_WITHIN_MS, async () => {
    const logged = await readLoggedMetrics(SERVICES.recordUsage, sinceMs, { stackName });
    const quarantined = logged.filter(({ name }) => name === METRIC);
    return quarantined.length > 0 ? quarantined : undefined;
  });
  await sendMetrics(found, Date.now() - PERIOD_MS + PERIOD_ENDS_IN_MS);
  return async () => {
    await delay(PERIOD_ENDS_IN_MS);
    const nothing = found.map((metric) => ({ ...metric, value: 0 }));
    await sendMetrics(nothing, Date.now());
  };
}
