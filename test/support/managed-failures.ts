import { InMemoryDeadLetterQueue, InMemoryDirectory, InMemoryLedgerStore } from '@token-ledger/in-memory';
import { createHandler } from '../../functions/manage-failures/handler.ts';
import { type Answer, call } from './http-event.ts';
import { recordedAudit } from './recorded-audit.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';
import { shownIds } from './shown-ids.ts';

/** Failed messages over empty in-memory queues, and a way to call their routes. `keyByte` makes the key of cursors. */
export function managedFailures({ store = new InMemoryLedgerStore(), keyByte = 7 } = {}) {
  const clock = { nowMs: NOON };
  const queue = () => new InMemoryDeadLetterQueue({ clock: () => clock.nowMs });
  const queues = { live: queue(), bulk: queue(), notifications: queue() };
  const directory = new InMemoryDirectory();
  const telemetry = recordingTelemetry();
  const audit = recordedAudit();
  const handler = createHandler({
    queues,
    store,
    retention: () => ({ retentionDays: 90 }),
    limits: { lateLimitDays: 35 },
    readNames: shownIds({ directory }).readNames,
    signingKey: async () => new Uint8Array(32).fill(keyByte),
    clock: () => clock.nowMs,
    audit,
    telemetry,
  });
  const list = (query: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    call(handler, { method: 'GET', path: '/v1/failed-messages', scopes: ['admin'], query });
  const one = (method: 'GET' | 'POST' | 'DELETE', id: string, action = ''): Promise<Answer> =>
    call(handler, {
      method,
      path: `/v1/failed-messages/{id}${action}`,
      scopes: ['admin'],
      parameters: { id },
    });
  return { store, queues, clock, directory, telemetry, audit, list, one };
}
