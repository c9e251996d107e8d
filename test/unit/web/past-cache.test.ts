import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createPastCache } from '../../../web/src/session/past-cache.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** A page whose requests are answered with these statuses, then with 200. */
function pageThatGets(...statuses: readonly number[]) {
  const left = [...statuses];
  const { passOnce, fetch } = createPastCache();
  const fetched = jest
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response('{}', { status: left.shift() ?? 200 }));
  const ask = (path: string) => fetch(new Request(`https://ledger.example.com${path}`));
  const modes = () => fetched.mock.calls.map(([, init]) => init?.cache);
  return { passOnce, ask, modes };
}

describe('a refresh', () => {
  it('asks for each address past the cache of the browser, once', async () => {
    const { passOnce, ask, modes } = pageThatGets();
    await ask('/a');
    passOnce();
    for (const path of ['/a', '/a', '/b', '/a']) await ask(path);
    passOnce();
    await ask('/a');
    expect(modes()).toEqual(['default', 'reload', 'default', 'reload', 'default', 'reload']);
  });

  it('passes the cache until there is an answer', async () => {
    const { passOnce, ask, modes } = pageThatGets(503, 429);
    passOnce();
    for (const path of ['/a', '/a', '/a', '/a']) await ask(path);
    expect(modes()).toEqual(['reload', 'reload', 'reload', 'default']);
  });

  it('does not take an answer from before it for its own', async () => {
    const { passOnce, ask, modes } = pageThatGets();
    passOnce();
    const before = ask('/a');
    passOnce();
    await before;
    await ask('/a');
    expect(modes()).toEqual(['reload', 'reload']);
  });
});
