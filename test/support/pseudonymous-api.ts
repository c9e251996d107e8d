import { HOUR_MS, type PersonPrincipal } from '@token-ledger/core';
import { Random } from '../../scripts/random.ts';
import { newBudget } from './budgets.ts';
import { NOON, usageRecord } from './records.ts';
import { newReport, TEMPLATE } from './reports.ts';
import { registerKey, registerUser } from './shown-ids.ts';
import { wholeApi } from './whole-api.ts';

const NUMBERS = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0'));
const idOf = (number: string) => `zoë.q${number}@corp.example`;
const nameOf = (number: string) => `Zoë Quux ${number}`;

export const USERS = NUMBERS.map(idOf);
export const KEYS = Array.from({ length: 6 }, (_, index) => `ak_${index}`);
/** Belongs to a user, and has the user's name. */
export const OWN_KEY = 'ak_5';
/** A text that is in every id and every name of a user, plain or escaped, and nowhere else. */
export const IDENTIFYING = /zo(ë|\\u00eb|%C3%AB)(\.q| quux|%20quux)/iu;

export const FROM_MS = NOON - 30 * HOUR_MS;
export const VIEWER: PersonPrincipal = { kind: 'person', subject: 'viewer', role: 'viewer' };

/**
 * The API of a deployment that shows viewers pseudonyms: 100 users, most of them with names, in records with metadata
 * that names them, with an access key and budgets of theirs, and with lost statistics, so that the quality check lists
 * differences.
 */
export async function pseudonymousApi() {
  const api = wholeApi({ pseudonymizeUsers: true });
  const { directory, budgets, reports, harness } = api;
  const random = new Random(11);
  for (const number of NUMBERS.slice(0, 90)) await registerUser(directory, idOf(number), nameOf(number));
  for (const id of KEYS.slice(0, 4)) await registerKey(directory, id, `service ${id}`);
  await registerKey(directory, OWN_KEY, `laptop of ${nameOf('007')}`, idOf('007'));

  const records = Array.from({ length: 600 }, (_each, index) => {
    const number = random.pick(NUMBERS);
    const { userId: _, ...record } = usageRecord({
      requestId: `req_${index}`,
      // The last ones are not rolled up: they are of the latest hours.
      occurredAtMs:
        (index < 450 ? FROM_MS : NOON - 6 * HOUR_MS) + random.below(6 * HOUR_MS * (index < 450 ? 5 : 1)),
      accessKeyId: random.pick(KEYS),
      model: random.pick(['a', 'b']),
      metadata: { who: nameOf(number) },
    });
    return index % 20 === 0 ? record : { ...record, userId: idOf(number) };
  });
  await api.record(...records.slice(0, 450));
  harness.ledger.nowMs = NOON + HOUR_MS / 2;
  await harness.ledger.rollUp();
  await api.record(...records.slice(450));

  for (const number of NUMBERS.slice(0, 20)) {
    const scope = { dimension: 'user', id: idOf(number) } as const;
    await budgets.createBudget(newBudget({ scope, name: nameOf(number) }, { id: `b${number}` }));
  }
  const scope = { dimension: 'access_key', id: OWN_KEY } as const;
  await budgets.createBudget(newBudget({ scope, name: nameOf('007') }, { id: 'own' }));

  const report = {
    delivery: { topic: false },
    savedBy: { kind: 'person', subject: idOf('003'), role: 'admin', userId: idOf('003') },
  } as const;
  await reports.createReport(
    newReport({
      ...report,
      id: 'about-one',
      title: `Usage of ${nameOf('007')}`,
      template: { ...TEMPLATE, filter: { userId: idOf('007') } },
    }),
  );
  const { schedule: _, ...unscheduled } = newReport({ ...report, id: 'about-all', title: 'Usage of all' });
  await reports.createReport(unscheduled);
  return api;
}

/** Removes the statistics of some users, so that the quality check names them. */
export function loseStatistics({ harness }: Awaited<ReturnType<typeof pseudonymousApi>>): void {
  const day = { period: 'day', bucketId: '20261120', dimension: 'user' } as const;
  for (const id of USERS.slice(0, 5)) harness.ledger.store.loseStatistics({ ...day, id });
}
