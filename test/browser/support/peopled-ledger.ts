import { formatAccessKey, HOUR_MS, type Scope } from '@token-ledger/core';
import { createAccessKeySecret } from '@token-ledger/secrets';
import { verifyToken } from '../../support/issued-tokens.ts';
import { recordedAudit } from '../../support/recorded-audit.ts';
import { recordingTelemetry } from '../../support/recording-telemetry.ts';
import { NOON, usageRecord } from '../../support/records.ts';
import { servedApi } from '../../support/served-api.ts';
import { registerUser } from '../../support/shown-ids.ts';
import { behindAuthorizer } from './behind-authorizer.ts';

/** What the ledger has of somebody: no two people share a part of it, so that each is recognized wherever it appears. */
interface Marked {
  readonly userId: string;
  readonly name: string;
  readonly keyId: string;
  readonly keyName: string;
  readonly feature: string;
  readonly model: string;
  readonly requestId: string;
  readonly inputTokens: number;
}

const marked = (word: string, inputTokens: number): Marked => ({
  userId: `u-${word}`,
  name: `Name-${word}`,
  keyId: `ak_${word}`,
  keyName: `Key-${word}`,
  feature: `feature-${word}`,
  model: `model-${word}`,
  requestId: `req_${word}`,
  inputTokens,
});

export const OWN = marked('mia', 1_111_111);
export const OTHERS = [marked('zoltan', 7_654_321), marked('quentin', 5_432_987)] as const;

/** Whatever gives somebody away: names, ids, and their figure with and without separators. */
export function marksOf({ inputTokens, ...texts }: Marked): readonly string[] {
  return [...Object.values(texts), String(inputTokens), inputTokens.toLocaleString('en-US')];
}

export const GROUPS = {
  admin: { sub: 'subject-admin', user_id: undefined, groups: ['admin'] },
  viewer: { sub: 'subject-viewer', user_id: undefined, groups: ['viewer'] },
  member: { sub: 'subject-member', user_id: OWN.userId },
} as const;

/** The real functions behind the real authorizer over a ledger in memory, with the usage of three people, at noon. */
export async function peopledLedger() {
  const api = servedApi({ pseudonymizeUsers: true });
  const { directory, harness } = api;
  for (const person of [OWN, ...OTHERS]) {
    await registerUser(directory, person.userId, person.name);
    await addKey(api, person.keyId, person.keyName, ['ingest'], person.userId);
    const { requestId, userId, keyId: accessKeyId, model, feature, inputTokens: input } = person;
    await harness.ledger.record(
      usageRecord({
        requestId,
        occurredAtMs: NOON - HOUR_MS,
        accessKeyId,
        userId,
        model,
        feature,
        tokens: { ...usageRecord().tokens, input },
      }),
    );
    const creator = { kind: 'person', subject: `subject-of-${userId}`, role: 'member', userId } as const;
    const exported = await api.call('createExport', {
      person: person === OWN ? { ...creator, subject: GROUPS.member.sub } : creator,
      body: {
        what: ['statistics'],
        format: 'csv',
        dimension: 'user',
        from: new Date(NOON - 24 * HOUR_MS),
        to: new Date(NOON),
      },
    });
    await harness.write(String(exported.body.id));
    await api.call('createBudget', {
      body: {
        name: `Budget of ${person.name}`,
        scope: { dimension: 'user', id: userId },
        period: 'monthly',
        amount: '100',
        unit: 'USD',
        thresholds: [50],
      },
    });
  }
  await harness.ledger.rollUp();
  const telemetry = recordingTelemetry();
  const { clock } = harness.ledger.deps;
  const answer = behindAuthorizer(api.handlers, {
    accessKeys: directory,
    clock,
    verifyToken,
    audit: { ...recordedAudit(), clock },
    telemetry,
  });
  return { api, answer, telemetry };
}

/** Registers a key and returns it as it was printed. */
export async function addKey(
  { directory }: Pick<ReturnType<typeof servedApi>, 'directory'>,
  id: string,
  name: string,
  scopes: readonly Scope[],
  ownerUserId?: string,
): Promise<string> {
  const { secret, ...hashed } = createAccessKeySecret();
  const owner = ownerUserId === undefined ? {} : { ownerUserId };
  await directory.createAccessKey({
    id,
    name,
    scopes,
    ...hashed,
    ...owner,
    createdAtMs: NOON,
    disabled: false,
    revision: 1,
  });
  return formatAccessKey(id, secret);
}
