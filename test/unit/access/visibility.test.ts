import { describe, expect, it } from '@jest/globals';
import {
  type AccessKeyPrincipal,
  isAmong,
  PEOPLE,
  type PersonPrincipal,
  ROLES,
  SCOPES,
  seesPseudonyms,
  visibilityOf,
} from '@token-ledger/core';

const person = (role: PersonPrincipal['role'], userId = 'u_1'): PersonPrincipal => ({
  kind: 'person',
  subject: 'subject',
  role,
  userId,
});
const key: AccessKeyPrincipal = {
  kind: 'access_key',
  accessKeyId: 'ak_1',
  ownerUserId: 'u_1',
  scopes: SCOPES,
};

describe('what a caller may see', () => {
  it('is everything, except for members, who see themselves', () => {
    expect(visibilityOf(key)).toEqual({ kind: 'everything' });
    expect(visibilityOf(person('admin'))).toEqual({ kind: 'everything' });
    expect(visibilityOf(person('viewer'))).toEqual({ kind: 'everything' });
    expect(visibilityOf(person('member', 'u_7'))).toEqual({ kind: 'user', userId: 'u_7' });
  });

  it('is the usage of its owner for an access key that may read no more', () => {
    const own = { kind: 'user', userId: 'u_1' };
    expect(visibilityOf({ ...key, scopes: ['read:own'] })).toEqual(own);
    expect(visibilityOf({ ...key, scopes: ['ingest:any', 'read:own'] })).toEqual(own);
    for (const more of ['read', 'admin'] as const) {
      expect(visibilityOf({ ...key, scopes: ['read:own', more] })).toEqual({ kind: 'everything' });
    }
    const { ownerUserId: _, ...ownerless } = key;
    expect(() => visibilityOf({ ...ownerless, scopes: ['read:own'] })).toThrow('without an owner');
  });

  it('is pseudonyms for viewers alone, and only where configured', () => {
    const callers = [key, ...ROLES.map((role) => person(role))];
    expect(callers.map((caller) => seesPseudonyms(caller, true))).toEqual([false, false, true, false]);
    expect(callers.map((caller) => seesPseudonyms(caller, false))).toEqual([false, false, false, false]);
  });
});

describe('the people of a route', () => {
  it.each([
    ['everyone', ['admin', 'viewer', 'member']],
    ['viewers', ['admin', 'viewer']],
    ['admins', ['admin']],
    ['nobody', []],
  ] as const)('%s are %j', (people, roles) => {
    expect(ROLES.filter((role) => isAmong(role, people))).toEqual(roles);
    expect(PEOPLE).toContain(people);
  });
});
