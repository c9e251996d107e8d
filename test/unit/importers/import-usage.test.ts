import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { ImportInterruptedError } from '@token-ledger/importers';
import { FakeLedger } from './support/fake-ledger.ts';
import { newPath, row, rows, run, sourceOf } from './support/run-import.ts';

describe('an import', () => {
  it('sends in batches of as many records as the ledger takes, for the bulk queue', async () => {
    for (const [records, batches] of [
      [5, [5]],
      [6, [5, 1]],
      [10, [5, 5]],
    ] as const) {
      const ledger = new FakeLedger(5);
      const { sent } = await run(ledger, await sourceOf(rows(0, records)));
      expect([ledger.batches, sent]).toEqual([batches, { accepted: records, conflicts: 0, rejected: 0 }]);
      expect([...ledger.priorities]).toEqual(['bulk']);
    }
  });

  it('keeps to the bytes that the ledger takes', async () => {
    const sizes: number[] = [];
    const first = new FakeLedger();
    first.after = (batch) => sizes.push(batch.reduce((sum, { bytes }) => sum + bytes + 1, -1));
    const source = await sourceOf(rows(0, 3));
    await run(first, source);
    const [full = 0] = sizes;
    const exact = new FakeLedger(1000, full);
    await run(exact, source);
    expect(exact.batches).toEqual([3]);
    const short = new FakeLedger(1000, full - 1);
    await run(short, source);
    expect(short.batches).toEqual([2, 1]);
  });

  it('says how each record was captured, and fills in what it does not say', async () => {
    const ledger = new FakeLedger();
    await run(ledger, await sourceOf([row('req_1'), row('req_2', { feature: 'own' })]), {
      defaults: { userId: 'u_1', feature: 'chat', accessKeyId: 'ak_1' },
    });
    expect([...ledger.held.values()]).toMatchObject([
      { source: 'import', userId: 'u_1', feature: 'chat', accessKeyId: 'ak_1' },
      { source: 'import', userId: 'u_1', feature: 'own', accessKeyId: 'ak_1' },
    ]);
  });

  it('shows in a dry run what it would send, and sends nothing', async () => {
    const ledger = new FakeLedger();
    const report = newPath('report');
    const source = await sourceOf([
      ...rows(0, 2),
      row('req_0'),
      row('job-1', { at: '2026-11-22 00:00:00' }),
      row('req_9', { model: 'claude-unknown-9' }),
      row('req_8', { feature: 'summarise my divorce papers please' }),
      { id: 'req_10' },
      '{',
    ]);
    const { survey, sent } = await run(ledger, source, { dryRun: true, reportPath: report });
    expect(sent).toBeUndefined();
    expect([ledger.batches, ledger.lookups]).toEqual([[], [[], ['req_0', 'req_1', 'req_9', 'req_8']]]);
    expect(survey).toMatchObject({
      records: 5,
      duplicates: 1,
      invalid: 1,
      unpriced: 1,
      skipped: { no_time: 1, malformed: 1 },
      tokens: { input: 40, output: 8 },
      // 3 calls of Opus 5.5 with 10 and 2 tokens at 4 and 20 dollars a million.
      costNanoUsd: 240_000n,
      firstMs: Date.parse('2026-11-21T10:15:30Z'),
      lastMs: Date.parse('2026-11-22T00:00:00Z'),
      unjoined: [{ accessKeyId: 'ak_own' }],
    });
    const lines = readFileSync(report, 'utf8').trim().split('\n');
    expect(lines.map((text): unknown => JSON.parse(text))).toMatchObject([
      { line: 6, requestId: 'req_8', code: 'invalid_record', problems: [{ path: '/feature' }] },
    ]);
    expect(lines.join('')).not.toContain('divorce');
  });

  it('imports only calls of a range', async () => {
    const ledger = new FakeLedger();
    const at = (second: number) => `2026-11-21 10:15:${second}`;
    const source = await sourceOf([29, 30, 31].map((second) => row(`req_${second}`, { at: at(second) })));
    const range = { fromMs: Date.parse('2026-11-21T10:15:30Z'), toMs: Date.parse('2026-11-21T10:15:31Z') };
    const { survey } = await run(ledger, source, { range });
    expect([...ledger.held.keys()]).toEqual(['req_30']);
    expect(survey).toMatchObject({ records: 1, skipped: { outside_range: 2 } });
  });

  it('reports what the ledger refuses with its place, and counts conflicts apart', async () => {
    const ledger = new FakeLedger();
    ledger.judge = ({ requestId }) => {
      if (requestId === 'req_1')
        return { kind: 'rejected', code: 'too_old', message: 'must not be before …' };
      if (requestId === 'req_2')
        return { kind: 'rejected', code: 'conflict', message: 'The ledger answered conflict.' };
      return { kind: 'accepted' };
    };
    const report = newPath('report');
    const { sent } = await run(ledger, await sourceOf(rows(0, 4)), { reportPath: report });
    expect(sent).toEqual({ accepted: 2, conflicts: 1, rejected: 1 });
    const lines = readFileSync(report, 'utf8').trim().split('\n');
    expect(lines.map((text): unknown => JSON.parse(text))).toMatchObject([
      { line: 2, requestId: 'req_1', code: 'too_old' },
      { line: 3, requestId: 'req_2', code: 'conflict' },
    ]);
  });

  it('sends again only what was not answered, and gives up after some attempts', async () => {
    const ledger = new FakeLedger(3);
    let calls = 0;
    ledger.judge = ({ requestId }) => {
      calls += 1;
      return requestId === 'req_1' && calls < 6
        ? { kind: 'failed', message: 'not stored' }
        : { kind: 'accepted' };
    };
    const { sent } = await run(ledger, await sourceOf(rows(0, 3)));
    expect(sent).toMatchObject({ accepted: 3 });
    expect(ledger.batches).toEqual([3, 1, 1, 1]);

    ledger.before = (batch) => ({
      status: 503,
      outcomes: batch.map(() => ({ kind: 'failed', message: 'The ledger answered with status 503.' })),
    });
    const failing = run(ledger, await sourceOf(rows(0, 3)), { attempts: 2 });
    await expect(failing).rejects.toThrow(ImportInterruptedError);
    await expect(failing).rejects.toThrow(
      'Records that were not accepted: 3. The ledger answered with status 503.',
    );
  });

  it('waits as long as the ledger asks', async () => {
    const ledger = new FakeLedger();
    const answers = [
      { status: 429, retryAfterMs: 30, outcomes: [{ kind: 'failed', message: 'busy' }] } as const,
    ];
    ledger.before = () => answers.shift();
    const startedAtMs = performance.now();
    await run(ledger, await sourceOf(rows(0, 1)));
    expect(performance.now() - startedAtMs).toBeGreaterThan(25);
  });

  it.each([
    [401, 'does not know the access key'],
    [403, 'needs the scope ingest'],
    [404, 'no ledger at this address'],
  ])('stops at once when the ledger answers %i', async (status, message) => {
    const ledger = new FakeLedger();
    const before = jest.fn((batch: readonly unknown[]) => ({
      status,
      outcomes: batch.map(() => ({ kind: 'failed' as const, message: 'no' })),
    }));
    ledger.before = before;
    await expect(run(ledger, await sourceOf(rows(0, 1)))).rejects.toThrow(message);
    expect(before).toHaveBeenCalledTimes(1);
  });

  it('reports its progress', async () => {
    const seen: unknown[] = [];
    await run(new FakeLedger(1), await sourceOf(rows(0, 2)), {
      onProgress: (...progress) => seen.push(progress),
    });
    expect(seen).toEqual([
      ['reading', 1, undefined],
      ['reading', 2, undefined],
      ['sending', 0, 2],
      ['sending', 1, 2],
      ['sending', 2, 2],
    ]);
  });

  it('refuses what is no access key', async () => {
    await expect(run(new FakeLedger(), await sourceOf([]), { accessKey: 'sk-ant-x' })).rejects.toThrow(
      'tl_ak_',
    );
  });
});
