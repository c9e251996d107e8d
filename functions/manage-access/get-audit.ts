import { type AuditEntryResponse, type AuditResponse, auditQuery } from '@token-ledger/contract';
import type { AuditEntry } from '@token-ledger/core';
import type { HttpAnswer, HttpRequest } from '../http/http-handler.ts';
import { encodePageCursor } from '../http/page-cursor.ts';
import type { ManageAccessDeps } from './handler.ts';
import { iso } from './present-access-key.ts';
import { invalidParameter, readCursor, readQuery } from './read-input.ts';

/** `GET /v1/audit`: who did what, the newest first. */
export async function getAudit(deps: ManageAccessDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { from, to, limit, cursor } = readQuery(auditQuery, event);
  const toMs = to ?? deps.clock() + 1;
  if (toMs <= from) throw invalidParameter('/from', 'must be earlier than now, or to must be given');
  // A later page of a range that ends "now" must not begin with what happened meanwhile: its cursor says where it goes on.
  const list = `audit ${from} ${to ?? ''}`;
  const beforeId = await readCursor(cursor, list, deps.signingKey);
  const page = await deps.audit.log.list({
    fromMs: from,
    toMs,
    limit,
    ...(beforeId !== undefined && { beforeId }),
  });
  const names = await deps.readNames('access_key', page.entries.flatMap(keyIdOf));
  const body: AuditResponse = {
    entries: page.entries.map((entry) => present(entry, names)),
    ...(page.nextBeforeId !== undefined && {
      nextCursor: encodePageCursor(page.nextBeforeId, list, await deps.signingKey()),
    }),
  };
  return { statusCode: 200, body };
}

function keyIdOf({ actor }: AuditEntry): readonly string[] {
  return actor.kind === 'access_key' ? [actor.id] : [];
}

function present(entry: AuditEntry, names: ReadonlyMap<string, string>): AuditEntryResponse {
  const { atMs, actor, ...rest } = entry;
  const name = actor.kind === 'access_key' ? names.get(actor.id) : undefined;
  return { ...rest, at: iso(atMs), actor: { ...actor, ...(name !== undefined && { name }) } };
}
