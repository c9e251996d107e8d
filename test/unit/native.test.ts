import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import * as core from '@token-ledger/core';
import { addressFor } from '../native/module-hooks.ts';
import { rememberProcess } from '../native/remember-process.ts';
import * as records from '../support/records.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** A module as a test file sees it. */
const load = async (path: string, file?: number): Promise<unknown> => {
  const { href } = pathToFileURL(join(ROOT, path));
  return import(file === undefined ? href : addressFor(href, file));
};

describe('a module', () => {
  it('of a package without state is the same for all test files', async () => {
    expect(await load('packages/core/src/index.ts')).toBe(core);
  });

  it('of anything else is one for each test file', async () => {
    expect(await load('test/support/records.ts')).toBe(records);
    const [first, second] = [
      await load('test/support/records.ts', 1_000_001),
      await load('test/support/records.ts', 1_000_002),
    ];
    expect(first).not.toBe(second);
  });
});

it('restores what a test file changes in the process', () => {
  const { fetch } = globalThis;
  const { env, exitCode } = process;
  const [directory, listeners] = [process.cwd(), process.listenerCount('beforeExit')];
  process.env['SET_BEFORE'] = 'before';
  const restore = rememberProcess();
  Object.assign(process.env, { SET_BEFORE: 'after', SET_LATER: 'after' });
  globalThis.fetch = jest.fn<typeof fetch>();
  process.on('beforeExit', () => undefined);
  process.chdir('/');
  process.env = {};
  process.exitCode = 3;
  restore();
  expect(process.env).toBe(env);
  expect(process.exitCode).toBe(exitCode);
  expect([process.env['SET_BEFORE'], process.env['SET_LATER']]).toEqual(['before', undefined]);
  expect([globalThis.fetch, process.cwd()]).toEqual([fetch, directory]);
  expect(process.listenerCount('beforeExit')).toBe(listeners);
});
