import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Growth {
  readonly calls: number;
  readonly accepted: number;
  readonly growthMb: number;
}

describe('importing a file of 150 MB, most of which is content', () => {
  it.each(['ndjson', 'csv', 'transcripts'])('takes less than 100 MB of memory: %s', (kind) => {
    const { calls, accepted, growthMb } = read(kind, 150);
    expect(accepted).toBe(calls);
    expect(growthMb).toBeLessThan(100);
  });
});

function read(kind: string, megabytes: number): Growth {
  const script = join(import.meta.dirname, '..', 'support', 'import-large-files.ts');
  const options = { encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, [script, kind, String(megabytes)], options)) as Growth;
}
