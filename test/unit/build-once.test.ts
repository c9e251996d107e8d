import { execFile, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildOnce } from '../../lib/console/build-once.ts';

let cache: string;
beforeEach(() => {
  cache = join(mkdtempSync(join(tmpdir(), 'token-ledger-cache-')), 'console');
});
afterEach(() => rmSync(join(cache, '..'), { recursive: true }));

function build(directory: string): void {
  mkdirSync(directory);
  writeFileSync(join(directory, 'index.html'), 'built');
}

const refuse = () => {
  throw new Error('Nothing is to be built.');
};

describe('what is built once', () => {
  it('is built for each key, and then found', () => {
    const built = buildOnce(cache, 'a', build);
    expect(readFileSync(join(built, 'index.html'), 'utf8')).toBe('built');
    expect(buildOnce(cache, 'a', refuse)).toBe(built);
    expect(() => buildOnce(cache, 'b', refuse)).toThrow('Nothing is to be built.');
  });

  it('stays until three others were built after it', () => {
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      const built = buildOnce(cache, key, build);
      utimesSync(built, index, index);
    }
    expect(readdirSync(cache).toSorted()).toEqual(['b', 'c', 'd', 'e']);
  });

  it('is built again after a build that failed midway, without what that left', () => {
    const fail = (directory: string) => {
      mkdirSync(directory);
      writeFileSync(join(directory, 'half.js'), '');
      refuse();
    };
    expect(() => buildOnce(cache, 'a', fail)).toThrow('Nothing is to be built.');
    expect(existsSync(join(cache, 'a'))).toBe(false);
    expect(readdirSync(buildOnce(cache, 'a', build))).toEqual(['index.html']);
    expect(readdirSync(cache)).toEqual(['a']);
  });

  it('does not wait for a process that died while it built', () => {
    mkdirSync(cache, { recursive: true });
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(join(cache, 'a.lock'), String(pid));
    expect(readdirSync(buildOnce(cache, 'a', build))).toEqual(['index.html']);
  });

  it('is built by one of several processes, and the others wait for it', async () => {
    const log = join(cache, '..', 'log');
    const program = `
      import { appendFileSync, mkdirSync } from 'node:fs';
      import { buildOnce } from ${JSON.stringify(join(import.meta.dirname, '../../lib/console/build-once.ts'))};
      buildOnce(${JSON.stringify(cache)}, 'a', (directory) => {
        appendFileSync(${JSON.stringify(log)}, 'built\\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
        mkdirSync(directory);
      });`;
    const run = () =>
      promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', program]);
    await Promise.all([run(), run(), run()]);
    expect(readFileSync(log, 'utf8')).toBe('built\n');
  });
});
