import { randomUUID } from 'node:crypto';
import { LedgerProblem } from '@token-ledger/client/query';
import type { Check, Examination, Finding } from './check.ts';
import { failed, ok, skipped } from './check.ts';
import { findRecord } from './find-record.ts';
import { PROBE } from './probe.ts';
import { telemetryEvent } from './telemetry-event.ts';

/*
 * One call by each way in, and each must be found among the records. It is a call of no tokens, so it costs nothing; it counts
 * as one request. Its feature says where it comes from, but over OpenTelemetry, where it is that of Claude Code.
 */

export const overHttp: Check = {
  name: 'record over HTTP',
  why: 'Services and the client library report this way.',
  async run(examination) {
    const { ledger } = examination.session;
    const requestId = newId();
    return sendAndFind(examination, requestId, async () => {
      await ledger.post('/v1/usage', { body: record(requestId) });
    });
  },
};

export const overTelemetry: Check = {
  name: 'record over OpenTelemetry',
  why: 'Claude Code and instrumented programs report this way.',
  async run(examination) {
    const { ledger, io } = examination.session;
    const requestId = `req_doctor${randomUUID().replaceAll('-', '')}`;
    const finding = await sendAndFind(examination, requestId, async () => {
      await ledger.post('/v1/logs', { body: telemetryEvent(requestId, PROBE.model, io.nowMs()) as never });
    });
    // Events of Claude Code cannot name another feature.
    return finding.status === 'ok'
      ? ok(`${finding.found} It counts as a request of no tokens of the feature claude_code.`)
      : finding;
  },
};

export const overSqs: Check = {
  name: 'record over SQS',
  why: 'Producers in AWS report by the live queue, guarded by IAM.',
  async run(examination) {
    const { aws, withoutAws, session } = examination;
    if (!aws) return skipped(withoutAws);
    const queueUrl = aws.outputs['LiveQueueUrl'];
    if (queueUrl === undefined) return skipped('the stack has no output LiveQueueUrl.');
    const requestId = newId();
    const accessKeyId = /^tl_(ak_[^_]+)_/.exec(session.target.accessKey ?? '')?.[1] ?? 'ak_doctor';
    const body = JSON.stringify({ v: 1, records: [{ ...record(requestId), accessKeyId }] });
    return sendAndFind(examination, requestId, async () => {
      try {
        await aws.sendMessage(queueUrl, body);
      } catch (error) {
        if (!(error instanceof Error) || !/AccessDenied|NotAuthorized/.test(error.name)) throw error;
        throw new DeniedError(error.message);
      }
    });
  },
};

class DeniedError extends Error {}

async function sendAndFind(
  examination: Examination,
  requestId: string,
  send: () => Promise<void>,
): Promise<Finding> {
  const sentMs = examination.session.io.nowMs();
  try {
    await send();
  } catch (error) {
    if (error instanceof DeniedError)
      return failed(
        'IAM does not allow these AWS credentials to send to the live queue.',
        'Allow sqs:SendMessage on the queue, or name the role in the setting producers (docs/configuration.md).',
      );
    if (!(error instanceof LedgerProblem)) throw error;
    if (error.code === 'insufficient_scope' || error.code === 'insufficient_role')
      return skipped('these credentials may not report usage: it needs an access key with the scope ingest.');
    if (error.code === 'not_stored')
      return failed(
        'The intake can store nothing: neither its queue nor its table answers.',
        'See the logs of accept-usage, and whether its queue and tables still exist.',
      );
    return failed(
      `The ledger refuses a valid record: ${error.message}`,
      'See the logs of the function with this request id, then deploy the stack again.',
    );
  }
  return findRecord(examination, requestId, sentMs);
}

const newId = () => `doctor-${randomUUID()}`;

const record = (requestId: string) =>
  ({ requestId, ...PROBE, status: 'error', metadata: { probe: 'doctor' } }) as const;
