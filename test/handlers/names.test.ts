import { describe, expect, it } from '@jest/globals';
import { createReadNames } from '../../functions/shared/names.ts';

function setUp() {
  let nowMs = 0;
  const reads: (readonly string[])[] = [];
  const names = new Map([
    ['u_1', 'Ada'],
    ['u_2', 'Bob'],
  ]);
  const readNames = createReadNames({
    accessKeys: {
      getAccessKeyNames: async () => new Map([['u_1', 'a key']]),
      getSharedAccessKeyNames: async () => new Map(),
    },
    users: {
      getUserNames: async (ids) => {
        reads.push(ids);
        return new Map([...names].filter(([id]) => ids.includes(id)));
      },
    },
    clock: () => nowMs,
  });
  return { readNames, reads, names, advance: (ms: number) => (nowMs += ms) };
}

describe('names', () => {
  it('are those of registered ids of the requested kind', async () => {
    const { readNames } = setUp();
    expect(await readNames('user', ['u_1', 'u_3', 'u_1'])).toEqual(new Map([['u_1', 'Ada']]));
    expect(await readNames('access_key', ['u_1'])).toEqual(new Map([['u_1', 'a key']]));
    expect(await readNames('shared_access_key', ['u_1'])).toEqual(new Map());
  });

  it('are read once a minute, also when there is none', async () => {
    const { readNames, reads, names, advance } = setUp();
    await readNames('user', ['u_1', 'u_3']);
    await readNames('user', ['u_3', 'u_2', 'u_1']);
    expect(reads).toEqual([['u_1', 'u_3'], ['u_2']]);
    names.set('u_1', 'Ada L.').delete('u_2');
    advance(59_999);
    expect([...(await readNames('user', ['u_1', 'u_2'])).values()]).toEqual(['Ada', 'Bob']);
    advance(1);
    expect(await readNames('user', ['u_1', 'u_2'])).toEqual(new Map([['u_1', 'Ada L.']]));
  });

  it('of more ids than the cache holds are all returned', async () => {
    const { readNames } = setUp();
    const ids = Array.from({ length: 30_000 }, (_, index) => `u_${index}`);
    expect((await readNames('user', ids)).size).toBe(2);
    expect((await readNames('user', ['u_2'])).size).toBe(1);
  });
});
