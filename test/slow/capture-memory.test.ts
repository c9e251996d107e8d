import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

/** How much the memory of a process grows while it reads a large stream slowly, in MB. */
interface Growth {
  readonly growthMb: number;
  readonly bytes: number;
  /** How far the source was ahead of the reader at most, in bytes. */
  readonly aheadBytes: number;
}

describe('capturing a stream of 100 MB whose reader is slow', () => {
  let plain: Growth;
  let captured: Growth;

  beforeAll(() => {
    [plain, captured] = ['plain', 'captured'].map(read) as [Growth, Growth];
  });

  it('takes less than 20 MB more than reading it without', () => {
    expect([plain.bytes, captured.bytes]).toEqual([100_000_000, 100_000_000]);
    expect(captured.growthMb - plain.growthMb).toBeLessThan(20);
  });

  it('holds the source back as far as reading it without does', () => {
    expect(captured.aheadBytes).toBeLessThanOrEqual(plain.aheadBytes + 10_000_000);
  });
});

function read(mode: string): Growth {
  const script = join(import.meta.dirname, '..', 'support', 'read-large-stream.ts');
  const output = execFileSync(process.execPath, ['--expose-gc', script, mode], { encoding: 'utf8' });
  return JSON.parse(output) as Growth;
}
