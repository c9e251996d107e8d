import {
  type AuditEntryResponse,
  type AuditResponse,
  auditQuery,
  MAX_AUDIT_RANGE_DAYS,
  ROUTES,
  type Route,
  routeKey,
} from '@token-ledger/contract';
import { type AuditEntry, type AuditLog, iso, type ReadNames, withoutAbsent } from '@token-ledger/core';
import { type CursorDeps, nextCursor, readCursor } from '../shared/http/cursor.ts';
import type { HttpAnswer, HttpRequest } from '../shared/http/http-handler.ts';
import { presentRange } from '../shared/http/json-values.ts';
import { behindOffset, offsetOf, offsetPart } from '../shared/http/offset.ts';
import { type RangeDeps, readParameters, readRange } from '../shared/http/read-parameters.ts';
import { type NamedEntry, searchAudit } from './search-audit.ts';

interface GetAuditDeps extends CursorDeps, RangeDeps {
  readonly audit: { readonly log: Pick<AuditLog, 'list'> };
  readonly readNames: ReadNames;
}

/** `GET /v1/audit`: who did what, the newest first. */
export async function getAudit(deps: GetAuditDeps, { event }: HttpRequest): Promise<HttpAnswer> {
  const { limit, offset, cursor, ...query } = readParameters(auditQuery, event);
  const { actor, operation, target, address, outcome } = query;
  const filter = withoutAbsent({ actor, operation, target, address, outcome });
  // Entries of this millisecond are in the past, too.
  const range = readRange(query, { ...deps, clock: () => deps.clock() + 1 }, MAX_AUDIT_RANGE_DAYS);
  // The pages of a range that ends now share the query without its end; the cursor keeps later entries out of them.
  const pages = ['audit', query];
  const [beforeId, left] = (await readCursor(deps, pages, cursor)) ?? [];
  const skip = offsetOf(left, offset);
  const asked = { ...range, limit: skip + limit, beforeId };
  const named = (entries: readonly AuditEntry[]) => withNames(deps.readNames, entries);
  const page =
    Object.keys(filter).length > 0
      ? await searchAudit(deps.audit.log, asked, filter, named)
      : await deps.audit.log.list({
          ...range,
          limit: asked.limit,
          ...(beforeId !== undefined && { beforeId }),
        });
  const behind = behindOffset(page.entries, skip);
  const next = page.nextBeforeId === undefined ? undefined : [page.nextBeforeId, ...offsetPart(behind.left)];
  const body: AuditResponse = {
    entries: (await named(behind.items)).map(present),
    ...(await nextCursor(deps, pages, next)),
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

/** The current names of actors and targets. */
async function withNames(
  readNames: ReadNames,
  entries: readonly AuditEntry[],
): Promise<readonly NamedEntry[]> {
  const names = {
    access_key: await readNames('access_key', entries.flatMap(idsOf('access_key'))),
    user: await readNames('user', entries.flatMap(idsOf('user'))),
  };
  return entries.map((entry) => {
    const [actorName] = (['access_key', 'user'] as const).flatMap((each) =>
      actorsOf(each, entry).flatMap((id) => names[each].get(id) ?? []),
    );
    const kind = targetKind(entry);
    const targetName = kind && names[kind].get(entry.target ?? '');
    return { ...entry, ...withoutAbsent({ actorName, targetName }) };
  });
}

function present({
  atMs,
  actor,
  actorName,
  range,
  uncountedUntilMs,
  ...rest
}: NamedEntry): AuditEntryResponse {
  return {
    ...rest,
    category: DATA_OPERATIONS.has(rest.operation) ? 'data' : 'administration',
    ...(range && { range: presentRange(range) }),
    ...(uncountedUntilMs !== undefined && { uncountedUntil: iso(uncountedUntilMs) }),
    at: iso(atMs),
    actor: { ...actor, ...(actorName !== undefined && { name: actorName }) },
  };
}
