import { setTimeout as delay } from 'node:timers/promises';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
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
/** The emulator evaluates alarms when they are shown. */
const SHOWN_EVERY_MS = 1000;
/** The end of the period that its metrics are dated into. */
const PERIOD_ENDS_IN_MS = 20_000;

/**
 * Sends a record that cannot be counted, and waits for the mail that its alarm is on, and for the one that it is over. Returns the
 * seconds until the first.
 */
export async function fireAndClearAlarm(deployment: SmokeDeployment): Promise<number> {
  const { stage, outputs, local } = deployment;
  const alarm = `token-ledger-${stage}-QuarantinedRecords`;
  const mailbox = await openMailbox(outputs['AlarmTopicArn'] ?? '', `token-ledger-${stage}-mailbox`);
  const sqs = new SQSClient({});
  const evaluation = new AbortController();
  try {
    const sentAtMs = Date.now();
    const MessageBody = JSON.stringify({ v: 1, records: [{ requestId: 'smoke-without-a-model' }] });
    await sqs.send(new SendMessageCommand({ QueueUrl: outputs['LiveQueueUrl'] ?? '', MessageBody }));
    const clear = local ? await forward(deployment, sentAtMs) : async () => undefined;
    if (local) void keepEvaluating(alarm, evaluation.signal);
    await mailbox.next(alarm, 'ALARM', MAIL_WITHIN_MS);
    const seconds = (Date.now() - sentAtMs) / 1000;
    await clear();
    await mailbox.next(alarm, 'OK', MAIL_WITHIN_MS);
    return seconds;
  } finally {
    evaluation.abort();
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
  // Almost a period ago, so that the period ends within seconds.
  await sendMetrics(found, Date.now() - PERIOD_MS + PERIOD_ENDS_IN_MS);
  return () =>
    sendMetrics(
      found.map((metric) => ({ ...metric, value: 0 })),
      Date.now(),
    );
}

async function keepEvaluating(alarm: string, signal: AbortSignal): Promise<void> {
  const client = new CloudWatchClient({});
  while (!signal.aborted) {
    // A failure is no reason to stop: the mail that does not come names what was waited for.
    await client.send(new DescribeAlarmsCommand({ AlarmNames: [alarm] })).catch(() => undefined);
    await delay(SHOWN_EVERY_MS);
  }
  client.destroy();
}
