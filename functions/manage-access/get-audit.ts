import {
  type AuditEntryResponse,
  type AuditResponse,
  auditQuery,
  MAX_AUDIT_RANGE_DAYS,
} from '@token-ledger/contract';
import type { AuditEntry } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { encodePageCursor } from '../shared/http/page-cursor.ts';
import { readParameters, readRange } from '../shared/http/read-parameters.ts';
import type { ManageAccessDeps } from './handler.ts';
import { iso } from './present-access-key.ts';
import { readCursor } from './read-input.ts';

/** `GET /v1/audit`: who did what, the newest first. */
export async function getAudit(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { from, to, limit, cursor } = readParameters(auditQuery, event);
  // What happens in this very millisecond is past, too.
  const range = readRange({ from, to }, deps.clock() + 1, MAX_AUDIT_RANGE_DAYS);
  // A later page of a range that ends "now" must not begin with what happened meanwhile: its cursor says where it goes on.
  const list = `audit ${from} ${to ?? ''}`;
  const beforeId = await readCursor(cursor, list, deps.signingKey);
  const page = await deps.audit.log.list({
    ...range,
    limit,
    ...(beforeId !== undefined && { beforeId }),
  });
  const names = {
    access_key: await deps.readNames('access_key', page.entries.flatMap(idsOf('access_key'))),
    user: await deps.readNames('user', page.entries.flatMap(idsOf('user'))),
  };
  const body: AuditResponse = {
    entries: page.entries.map((entry) => present(entry, names)),
    ...(page.nextBeforeId !== undefined && {
      nextCursor: encodePageCursor(page.nextBeforeId, list, await deps.signingKey()),
    }),
  };
  return { statusCode: 200, body };
}

type Kind = 'access_key' | 'user';

/** What is acted on in routes of these paths. */
const TARGETS: readonly (readonly [start: RegExp, Kind])[] = [
  [/^[A-Z]+ \/v1\/access-keys\b/, 'access_key'],
  [/^[A-Z]+ \/v1\/users\b/, 'user'],
];

function targetKind({ operation }: AuditEntry): Kind | undefined {
  return TARGETS.find(([start]) => start.test(operation))?.[1];
}

/** The ids of one kind in an entry: that of whoever acted, and that of what was acted on. */
const idsOf = (kind: Kind) => (entry: AuditEntry) => [
  ...(entry.actor.kind === kind ? [entry.actor.id] : []),
  ...(entry.target !== undefined && targetKind(entry) === kind ? [entry.target] : []),
];

function present(
  entry: AuditEntry,
  names: Readonly<Record<Kind, ReadonlyMap<string, string>>>,
): AuditEntryResponse {
  const { atMs, actor, ...rest } = entry;
  const name = actor.kind === 'access_key' ? names.access_key.get(actor.id) : undefined;
  const kind = targetKind(entry);
  const targetName = kind && names[kind].get(entry.target ?? '');
  return {
    ...rest,
    ...(targetName !== undefined && { targetName }),
    at: iso(atMs),
    actor: { ...actor, ...(name !== undefined && { name }) },
  };
}
