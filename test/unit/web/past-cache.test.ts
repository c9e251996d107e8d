import { describe, expect, it } from '@jest/globals';
import { createPastCache } from '../../../web/src/session/past-cache.ts';

describe('a refresh', () => {
  it('asks for each address past the cache of the browser, once', () => {
    const { modeFor, passOnce } = createPastCache();
    expect(modeFor('/a')).toBe('default');
    passOnce();
    expect(['/a', '/a', '/b', '/a'].map(modeFor)).toEqual(['reload', 'default', 'reload', 'default']);
    passOnce();
    expect(modeFor('/a')).toBe('reload');
  });
});
