import { InMemoryDirectory } from '@token-ledger/in-memory';
import { ulid } from 'ulid';
import { createHandler } from '../../functions/manage-access/handler.ts';
import { createReadNames } from '../../functions/shared/names.ts';
import { httpEvent, lambdaContext } from './http-event.ts';
import { recordedAudit } from './recorded-audit.ts';
import { recordingTelemetry } from './recording-telemetry.ts';
import { NOON } from './records.ts';

/** The administration of access keys and users with empty stores, and a way to call it. */
export function managedAccess() {
  const directory = new InMemoryDirectory();
  const telemetry = recordingTelemetry();
  let nowMs = NOON;
  const audit = { ...recordedAudit(), clock: () => nowMs };
  const handler = createHandler({
    accessKeys: directory,
    users: directory,
    audit,
    readNames: createReadNames({ accessKeys: directory, users: directory, clock: () => nowMs }),
    clock: () => nowMs,
    newId: () => ulid(nowMs),
    signingKey: async () => new Uint8Array(32).fill(7),
    telemetry,
  });
  async function call(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    { id, query, body, type = 'application/json', callerId = 'ak_admin' }: CallOptions = {},
  ) {
    const event = httpEvent({
      method,
      path,
      ...(query && { query }),
      ...(body !== undefined && {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': type },
      }),
      principal: { accessKeyId: callerId, scopes: ['admin'] },
    });
    const {
      statusCode,
      headers = {},
      body: text = '',
    } = await handler({ ...event, ...(id !== undefined && { pathParameters: { id } }) }, lambdaContext());
    // oxlint-disable-next-line typescript/no-explicit-any
    return { statusCode, headers, body: JSON.parse(text) as any };
  }
  return { directory, audit, telemetry, call, advance: (ms: number) => (nowMs += ms), now: () => nowMs };
}

interface CallOptions {
  readonly id?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly type?: string;
  readonly callerId?: string;
}
