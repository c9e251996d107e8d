import { describe, expect, it } from '@jest/globals';
import { functionCalls } from '../support/function-calls.ts';
import { allows, functionGrants } from '../support/function-roles.ts';

export function describeLeastPrivilege(): void {
  describe('the roles of functions', () => {
    it('allow every call that functions made', async () => {
      const [calls, grants] = [await functionCalls(), await functionGrants()];
      const denied = calls.filter((call) => !grants.some((grant) => allows(grant, call)));
      expect(denied).toEqual([]);
    });

    it('allow nothing else without a reason', async () => {
      const [calls, grants] = [await functionCalls(), await functionGrants()];
      const unused = grants.filter((grant) => !calls.some((call) => allows(grant, call)));
      console.log(
        JSON.stringify(
          unused.map(({ service, action, resource, partition }) =>
            [service, action, resource.split(':').slice(5).join(':'), partition ?? ''].join(' '),
          ),
          null,
          1,
        ),
      );
      expect(unused.length).toBe(0);
    });
  });
}
