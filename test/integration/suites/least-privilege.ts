import { describe, expect, it } from '@jest/globals';
import { functionCalls } from '../support/function-calls.ts';
import { allows, type FunctionGrant, functionGrants } from '../support/function-roles.ts';
import { reasonFor } from '../support/unused-grants.ts';

export function describeLeastPrivilege(): void {
  describe('the roles of functions', () => {
    it('allow every call that functions made', async () => {
      const [calls, grants] = [await functionCalls(), await functionGrants()];
      expect(calls.length).toBeGreaterThan(10);
      const denied = calls.filter((call) => !grants.some((grant) => allows(grant, call)));
      expect(denied).toEqual([]);
    });

    it('allow nothing else without a reason', async () => {
      const [calls, grants] = [await functionCalls(), await functionGrants()];
      const unused = grants.filter((grant) => !calls.some((call) => allows(grant, call)));
      expect(unused.filter((grant) => reasonFor(grant) === undefined).map(described)).toEqual([]);
    });
  });
}

function described({ service, action, resource, partition }: FunctionGrant): string {
  return [service, action, resource, partition ?? []].flat().join(' ');
}
