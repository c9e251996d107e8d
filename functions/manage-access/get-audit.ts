import {
  type AuditEntryResponse,
  type AuditResponse,
  auditQuery,
  MAX_AUDIT_RANGE_DAYS,
  ROUTES,
  type Route,
  routeKey,
} from '@token-ledger/contract';
import { type AuditEntry, type AuditLog, iso, type ReadNames } from '@token-ledger/core';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { type RangeDeps, readParameters, readRange } from '../shared/http/read-parameters.ts';

interface GetAuditDeps extends CursorDeps, RangeDeps {
  readonly audit: { readonly log: Pick<AuditLog, 'list'> };
  readonly readNames: ReadNames;
}

/** `GET /v1/audit`: who did what, the newest first. */
export async function getAudit(deps: GetAuditDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { limit, offset, cursor, ...query } = readParameters(auditQuery, event);
  // Entries of this millisecond are in the past, too.
  const range = readRange(query, { ...deps, clock: () => deps.clock() + 1 }, MAX_AUDIT_RANGE_DAYS);
  // The pages of a range that ends now share the query without its end; the cursor keeps later entries out of them.
  const pages = ['audit', query];
  const [beforeId] = (await readCursor(deps, pages, cursor)) ?? [];
  const skip = offset ?? 0;
  const page = await deps.audit.log.list({
    ...range,
    limit: skip + limit,
    ...(beforeId !== undefined && { beforeId }),
  });
  const entries = page.entries.slice(skip);
  const names = {
    access_key: await deps.readNames('access_key', entries.flatMap(idsOf('access_key'))),
    user: await deps.readNames('user', entries.flatMap(idsOf('user'))),
  };
  const body: AuditResponse = {
    entries: entries.map((entry) => present(entry, names)),
    ...(await nextCursor(deps, pages, page.nextBeforeId === undefined ? undefined : [page.nextBeforeId])),
  };
  return { statusCode: 200, body };
}

const DATA_OPERATIONS: ReadonlySet<string> = new Set(
  Object.values<Route>(ROUTES)
    .filter(({ dataOperation }) => dataOperation)
    .map(routeKey),
);

type Kind = 'access_key' | 'user';

/** The kind of the target in routes of these paths. */
const TARGETS: readonly (readonly [start: RegExp, Kind])[] = [
  [/^[A-Z]+ \/v1\/access-keys\b/, 'access_key'],
  [/^[A-Z]+ \/v1\/users\b/, 'user'],
];

function targetKind({ operation }: AuditEntry): Kind | undefined {
  return TARGETS.find(([start]) => start.test(operation))?.[1];
}

/** Who called, as an access key or as a user. */
function actorsOf(kind: Kind, { actor }: AuditEntry): readonly string[] {
  if (kind === 'access_key') return actor.kind === 'access_key' ? [actor.id] : [];
  return actor.kind === 'person' && actor.userId !== undefined ? [actor.userId] : [];
}

/** The ids of one kind in an entry: of the actor and of the target. */
const idsOf = (kind: Kind) => (entry: AuditEntry) => [
  ...actorsOf(kind, entry),
  ...(entry.target !== undefined && targetKind(entry) === kind ? [entry.target] : []),
];

function present(
  entry: AuditEntry,
  names: Readonly<Record<Kind, ReadonlyMap<string, string>>>,
): AuditEntryResponse {
  const { atMs, actor, range, ...rest } = entry;
  const [name] = (['access_key', 'user'] as const).flatMap((each) =>
    actorsOf(each, entry).flatMap((id) => names[each].get(id) ?? []),
  );
  const kind = targetKind(entry);
  const targetName = kind && names[kind].get(entry.target ?? '');
  return {
    ...rest,
    ...(targetName !== undefined && { targetName }),
    category: DATA_OPERATIONS.has(entry.operation) ? 'data' : 'administration',
    ...(range && { range: presentRange(range) }),
    at: iso(atMs),
    actor: { ...actor, ...(name !== undefined && { name }) },
  };
}
