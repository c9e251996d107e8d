import { describe, expect, it } from '@jest/globals';
import { functionCalls } from '../support/function-calls.ts';
import { allows, type FunctionGrant, functionGrants } from '../support/function-roles.ts';
import { coversGrant, UNUSED_GRANTS } from '../support/unused-grants.ts';

export function describeLeastPrivilege(): void {
  describe('the roles of functions', () => {
    it('allow every call that functions made', async () => {
      const { calls, grants } = await recorded();
      expect(calls.length).toBeGreaterThan(100);
      const denied = calls.filter((call) => !grants.some((grant) => allows(grant, call)));
      expect(denied).toEqual([]);
    });

    it('allow nothing else without a reason in the table of unused grants', async () => {
      const { unused } = await recorded();
      const listed = (grant: FunctionGrant) => UNUSED_GRANTS.some((each) => coversGrant(each, grant));
      expect(unused.filter((grant) => !listed(grant)).map(described)).toEqual([]);
    });

    it('use nothing that the table lists as unused, and have all that it lists', async () => {
      const { grants, used } = await recorded();
      for (const each of UNUSED_GRANTS) {
        expect(grants.filter((grant) => coversGrant(each, grant))).not.toEqual([]);
        if (!each.inSomeRuns)
          expect(used.filter((grant) => coversGrant(each, grant)).map(described)).toEqual([]);
      }
    });
  });
}

async function recorded() {
  const [calls, grants] = [await functionCalls(), await functionGrants()];
  const isUsed = (grant: FunctionGrant) => calls.some((call) => allows(grant, call));
  return {
    calls,
    grants,
    used: grants.filter(isUsed),
    unused: grants.filter((grant) => !isUsed(grant)),
  };
}

function described({ service, action, resource, partition }: FunctionGrant): string {
  return [service, action, resource, partition ?? []].flat().join(' ');
}
