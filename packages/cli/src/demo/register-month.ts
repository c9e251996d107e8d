import type { UsageRecord } from '@token-ledger/client';
import type { QueryClient } from '@token-ledger/client/query';
import { TEAMS } from './company.ts';
import type { DemoCall } from './demo-month.ts';

/** A month that a ledger can take. */
export interface RegisteredMonth {
  readonly calls: readonly DemoCall[];
  /** The same calls, for the access keys of their teams. */
  readonly records: readonly UsageRecord[];
  /** The ids of the access keys, by the names of the teams. */
  readonly accessKeyIds: ReadonlyMap<string, string>;
}

/**
 * Creates an access key for each team, and registers its people by name. With `memberUserId`, the first of them has this id,
 * so that somebody who signs in by it has usage of their own.
 */
export async function registerMonth(
  ledger: QueryClient,
  calls: readonly DemoCall[],
  memberUserId?: string,
): Promise<RegisteredMonth> {
  const accessKeyIds = new Map<string, string>();
  for (const { name } of TEAMS) {
    const { id } = await ledger.post('/v1/access-keys', { body: { name, scopes: ['ingest'] } });
    accessKeyIds.set(name, id);
  }
  const member = TEAMS[0]?.users[0]?.id;
  const idOf = (id: string) => (id === member ? (memberUserId ?? id) : id);
  const users = TEAMS.flatMap((team) => team.users.map(({ id, name }) => `${idOf(id)},${name}\n`));
  await ledger.post('/v1/users/import', { body: `id,name\n${users.join('')}` });
  const reported = calls.map(({ team, record }) => {
    const { userId } = record;
    return { team, record: userId === undefined ? record : { ...record, userId: idOf(userId) } };
  });
  const records = reported.map(({ team, record }) => withKey(record, accessKeyIds.get(team.name)));
  return { calls: reported, records, accessKeyIds };
}

function withKey(record: UsageRecord, accessKeyId: string | undefined): UsageRecord {
  if (accessKeyId === undefined) throw new Error('A team has no access key.');
  return { ...record, accessKeyId };
}
