import type { EventType } from '@token-ledger/contract';
import { Calendar } from '@token-ledger/core';
import { InMemoryDirectory, type Step } from '@token-ledger/in-memory';
import { ulid } from 'ulid';
import { createHandler } from '../../functions/manage-access/handler.ts';
import { createReadNames } from '../../functions/shared/names.ts';
import { answered } from './answered.ts';
import { recordedAudit } from './recorded-audit.ts';
import { ALL_EVENTS, recordedEvents } from './recorded-events.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';

/** The administration of access keys and users with empty stores, and a way to call it. */
export function managedAccess({ enabled = ALL_EVENTS, step, onSend = () => {} }: ManagedAccess = {}) {
  const directory = new InMemoryDirectory(step && { step });
  const events = recordedEvents(enabled, onSend);
  const telemetry = recordingTelemetry();
  let nowMs = NOON;
  const audit = { ...recordedAudit(), clock: () => nowMs };
  const handler = createHandler({
    accessKeys: directory,
    users: directory,
    events: events.events,
    waitingEvents: directory,
    audit,
    readNames: createReadNames({ accessKeys: directory, users: directory, clock: () => nowMs }),
    clock: () => nowMs,
    calendar: new Calendar('Europe/Berlin'),
    newId: () => ulid(nowMs),
    signingKey: async () => new Uint8Array(32).fill(7),
    telemetry,
  });
  const call = (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { id, query, body, type = 'application/json', callerId = 'ak_admin' }: CallOptions = {},
  ) =>
    answered(handler, {
      method,
      path,
      ...(query && { query }),
      ...(body !== undefined && { json: body, headers: { 'content-type': type } }),
      ...(id !== undefined && { pathParameters: { id } }),
      principal: { accessKeyId: callerId, scopes: ['admin'] },
    });
  return {
    directory,
    events,
    audit,
    telemetry,
    call,
    advance: (ms: number) => (nowMs += ms),
    now: () => nowMs,
  };
}

interface ManagedAccess {
  /** The types of events that are sent. */
  readonly enabled?: readonly EventType[];
  /** Wraps every operation of the directory. */
  readonly step?: Step;
  readonly onSend?: () => void;
}

interface CallOptions {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly type?: string;
  readonly callerId?: string;
}
