import { describe, expect, it } from '@jest/globals';
import type { ServiceName } from '../../functions/shared/metrics.ts';
import { RESOURCES, type ResourceName, SERVICE_NAMES, template } from './support/deployed-functions.ts';
import { described, grantsOf } from './support/permissions.ts';

const READING = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'PartiQLSelect'];
const INSERTING = ['PartiQLInsert'];
const REPLACING = ['PutItem', 'BatchWriteItem'];
const UPDATING = ['UpdateItem', 'PartiQLUpdate'];
const DELETING = ['DeleteItem', 'BatchWriteItem', 'PartiQLDelete'];
const CHANGING = [...REPLACING, ...UPDATING, ...DELETING];
const WRITING = [...INSERTING, ...CHANGING];

/** The functions that may do one of the actions to a table, or to one kind of its items. */
function allowed(actions: readonly string[], name: ResourceName, kind?: string): readonly ServiceName[] {
  const wanted = actions.map((action) => [`dynamodb:${action}`, name, kind ?? []].flat().join(' '));
  return SERVICE_NAMES.filter((service) =>
    described(grantsOf(template, service)).some((grant) => wanted.includes(grant)),
  );
}

/** Laws for every function, also for later ones. The exact permissions are in `permissions.test.ts`. */
describe('a compromised function', () => {
  it('reaches the ledger by kinds of items only', () => {
    const kinds = SERVICE_NAMES.flatMap((service) => grantsOf(template, service))
      .filter(({ action, resource }) => action.startsWith('dynamodb:') && resource === RESOURCES.ledger)
      .map(({ partition }) => partition);
    for (const kind of kinds) expect(kind).toMatch(/^[A-Z](#\*)?$/);
  });

  it.each([
    [
      'see the hashes of access keys',
      READING,
      'A#*',
      ['authorize-request', 'forward-calls', 'manage-access'],
    ],
    ['create or enable an access key', WRITING, 'A#*', ['manage-access']],
    ['list an access key', WRITING, 'K', ['manage-access']],
    ['create or change a user', WRITING, 'U', ['manage-access']],
    ['disable or enable anybody', WRITING, 'X', ['manage-access']],
    ['delete an access key', [...UPDATING, ...DELETING], 'A#*', []],
    ['delete an access key from the list', [...UPDATING, ...DELETING], 'K', []],
    ['delete a user', [...UPDATING, ...DELETING], 'U', []],
    [
      'see the webhook secrets of budgets',
      READING,
      'B#*',
      ['deliver-notifications', 'evaluate-budgets', 'manage-budgets'],
    ],
    ['say that a budget is spent', WRITING, 'G', ['evaluate-budgets']],
    ['change a budget', WRITING, 'B#*', ['manage-budgets']],
    [
      'see the webhook secrets of reports',
      READING,
      'R',
      ['deliver-notifications', 'manage-reports', 'run-report'],
    ],
    ['change a report', WRITING, 'R', ['manage-reports']],
    ['write statistics', WRITING, 'T#*', ['roll-up-usage']],
    ['delete a copy of a record', [...UPDATING, ...DELETING], 'L#*', []],
  ])('cannot %s unless that is its task', (_, actions, kind, its) => {
    expect(allowed(actions, 'ledger', kind)).toEqual(its);
  });

  it('cannot delete a record, and cannot replace one unless it completes records', () => {
    expect(allowed([...UPDATING, ...DELETING], 'records')).toEqual([]);
    expect(allowed(REPLACING, 'records')).toEqual(['accept-usage', 'record-usage']);
  });

  it('cannot change or delete an audit entry', () => {
    expect(allowed(CHANGING, 'audit')).toEqual([]);
    expect(allowed(READING, 'audit')).toEqual(['manage-access']);
  });
});
