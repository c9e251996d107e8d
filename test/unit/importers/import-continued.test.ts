import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { transcripts } from '@token-ledger/importers';
import fc from 'fast-check';
import { FakeLedger } from './support/fake-ledger.ts';
import { fileIn, ndjson } from './support/files.ts';
import { accessKey, folder, newPath, row, rows, run, sourceOf } from './support/run-import.ts';

describe('an import that was killed', () => {
  class Killed extends Error {}

  const content = [
    [...rows(0, 3), '{', row('req_x', { feature: 'a sentence of five words' })],
    [...rows(2, 5), row('req_y', { feature: 'a sentence of six whole words' }), ...rows(5, 7)],
    [...rows(7, 9)],
  ];
  const judge = ({ requestId }: { readonly requestId?: string }) =>
    requestId === 'req_4'
      ? ({ kind: 'rejected', code: 'too_old', message: 'is too old' } as const)
      : ({ kind: 'accepted' } as const);

  it('ends up the same when it is run again, wherever it was killed and however often', async () => {
    const source = await sourceOf(...content);
    const reference = new FakeLedger(2);
    reference.judge = judge;
    const referenceReport = newPath('report');
    const expected = await run(reference, source, { reportPath: referenceReport });
    const kills = fc.array(fc.record({ afterCalls: fc.nat({ max: 5 }), stored: fc.boolean() }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(kills, async (points) => {
        const ledger = new FakeLedger(2);
        ledger.judge = judge;
        const paths = { statePath: newPath('state'), reportPath: newPath('report') };
        for (const { afterCalls, stored } of points) {
          let calls = 0;
          const kill = () => {
            calls += 1;
            if (calls > afterCalls) throw new Killed();
            return undefined;
          };
          [ledger.before, ledger.after] = stored ? [undefined, kill] : [kill, undefined];
          await run(ledger, source, paths).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
            // What was written after the last confirmation is written again.
            appendFileSync(paths.reportPath, 'half a li');
          });
        }
        [ledger.before, ledger.after] = [undefined, undefined];
        const last = await run(ledger, source, paths);
        expect(ledger.held).toEqual(reference.held);
        if (last.unchangedFiles > 0) return;
        expect(last).toEqual({ ...expected, continued: last.continued });
        expect(readFileSync(paths.reportPath, 'utf8')).toBe(readFileSync(referenceReport, 'utf8'));
      }),
      { numRuns: 30 },
    );
  });

  it('ends up the same for transcripts that repeat each other, killed at every record', async () => {
    const line = (id: number, output: number) => ({
      type: 'assistant',
      timestamp: '2026-11-21T10:15:30Z',
      requestId: `req_${id}`,
      message: {
        id: `msg_${id}`,
        model: 'claude-opus-5-5',
        stop_reason: output > 6 ? 'end_turn' : null,
        usage: { input_tokens: 1, output_tokens: output },
      },
    });
    const session = [line(1, 5), line(1, 50), line(2, 6)];
    const contents = [session, [...session, line(3, 70)], [line(2, 60), line(4, 3)]];
    const files = await Promise.all(contents.map((lines) => fileIn(folder, 's.jsonl', ndjson(lines))));
    const source = transcripts({ files });
    const reference = new FakeLedger(1);
    const expected = await run(reference, source);
    expect(expected.sent).toMatchObject({ accepted: 4 });
    for (const kill of [1, 2, 3, 4]) {
      const ledger = new FakeLedger(1);
      const statePath = newPath('state');
      let calls = 0;
      ledger.after = () => {
        calls += 1;
        if (calls === kill) throw new Killed();
      };
      await expect(run(ledger, source, { statePath })).rejects.toThrow(Killed);
      const { continued, ...rest } = await run(ledger, source, { statePath });
      expect(rest).toEqual({ survey: expected.survey, sent: expected.sent, unchangedFiles: 0 });
      expect(continued).toBe(kill > 1);
      expect(ledger.held).toEqual(reference.held);
    }
  });

  it('continues after the last batch that was answered', async () => {
    const ledger = new FakeLedger(2);
    const source = await sourceOf(...content);
    const statePath = newPath('state');
    let calls = 0;
    ledger.before = () => {
      calls += 1;
      if (calls === 3) throw new Killed();
      return undefined;
    };
    await expect(run(ledger, source, { statePath })).rejects.toThrow(Killed);
    ledger.before = undefined;
    const { continued, sent } = await run(ledger, source, { statePath });
    expect(continued).toBe(true);
    expect(ledger.batches).toEqual([2, 2, 2, 2, 2]);
    expect(sent).toEqual({ accepted: 10, conflicts: 0, rejected: 0 });
  });

  it('by a signal stops before the next batch, and continues', async () => {
    const controller = new AbortController();
    const ledger = new FakeLedger(2);
    ledger.after = () => controller.abort();
    const source = await sourceOf(...content);
    const statePath = newPath('state');
    await expect(run(ledger, source, { statePath, signal: controller.signal })).rejects.toThrow(
      'was stopped',
    );
    expect(ledger.batches).toEqual([2]);
    ledger.after = undefined;
    expect(await run(ledger, source, { statePath })).toMatchObject({
      continued: true,
      sent: { accepted: 10 },
    });
  });

  it('begins again if a file changed since', async () => {
    const ledger = new FakeLedger(2);
    const source = await sourceOf(...content);
    const statePath = newPath('state');
    ledger.after = () => {
      throw new Killed();
    };
    await expect(run(ledger, source, { statePath })).rejects.toThrow(Killed);
    appendFileSync(source.files[0] ?? '', `\n${JSON.stringify(row('req_new'))}`);
    ledger.after = undefined;
    const { continued, sent } = await run(ledger, source, { statePath });
    expect([continued, sent?.accepted, ledger.held.size]).toEqual([false, 11, 10]);
  });
});

describe('an import with a state', () => {
  it('sends only what is in files that are new or changed', async () => {
    const ledger = new FakeLedger();
    const source = await sourceOf(rows(0, 2), rows(2, 4));
    const statePath = newPath('state');
    await run(ledger, source, { statePath });
    const again = await run(ledger, source, { statePath });
    expect(again).toMatchObject({ unchangedFiles: 2, survey: { records: 0 }, sent: { accepted: 0 } });
    writeFileSync(source.files[1] ?? '', ndjson(rows(2, 5)));
    expect(await run(ledger, source, { statePath })).toMatchObject({
      unchangedFiles: 1,
      sent: { accepted: 3 },
    });
    expect(ledger.batches).toEqual([4, 3]);
  });

  it('is not that of another import', async () => {
    const ledger = new FakeLedger();
    const source = await sourceOf(rows(0, 1));
    const statePath = newPath('state');
    await run(ledger, source, { statePath });
    for (const other of [
      run(ledger, transcripts({ files: source.files }), { statePath }),
      run(ledger, source, { statePath, defaults: { userId: 'u' } }),
      run(ledger, source, { statePath, endpoint: 'https://other.example' }),
      run(ledger, source, { statePath, accessKey: accessKey.replace('ak_own', 'ak_other') }),
    ]) {
      await expect(other).rejects.toThrow('is the state of another import');
    }
    writeFileSync(statePath, 'half a st');
    await expect(run(ledger, source, { statePath })).rejects.toThrow('is no state of an import');
  });

  it('sends a file with refused records again, until the ledger accepts them', async () => {
    const ledger = new FakeLedger();
    const refuse: FakeLedger['judge'] = ({ requestId }) => {
      if (requestId === 'req_0') return { kind: 'rejected', code: 'conflict', message: 'is another call' };
      if (requestId === 'req_2') return { kind: 'rejected', code: 'too_old', message: 'is too old' };
      return { kind: 'accepted' };
    };
    ledger.judge = refuse;
    const source = await sourceOf(rows(0, 2), rows(2, 5));
    const statePath = newPath('state');
    expect((await run(ledger, source, { statePath })).sent).toEqual({
      accepted: 3,
      conflicts: 1,
      rejected: 1,
    });
    const again = await run(ledger, source, { statePath });
    expect(again).toMatchObject({ unchangedFiles: 1, continued: false, sent: { accepted: 2, rejected: 1 } });
    ledger.judge = () => ({ kind: 'accepted' });
    expect(await run(ledger, source, { statePath })).toMatchObject({
      unchangedFiles: 1,
      sent: { accepted: 3, rejected: 0 },
    });
    expect(ledger.held.has('req_2')).toBe(true);
    expect(await run(ledger, source, { statePath })).toMatchObject({ unchangedFiles: 2 });
  });

  it('remembers refused records of a run that was interrupted after them', async () => {
    const ledger = new FakeLedger(2);
    ledger.judge = ({ requestId }) =>
      requestId === 'req_0'
        ? { kind: 'rejected', code: 'too_old', message: 'is too old' }
        : { kind: 'accepted' };
    const source = await sourceOf(rows(0, 2), rows(2, 6));
    const statePath = newPath('state');
    ledger.before = () => {
      if (ledger.batches.length === 2) throw new Error('killed');
      return undefined;
    };
    await expect(run(ledger, source, { statePath })).rejects.toThrow('killed');
    ledger.before = undefined;
    expect(await run(ledger, source, { statePath })).toMatchObject({
      continued: true,
      sent: { accepted: 5, rejected: 1 },
    });
    ledger.judge = () => ({ kind: 'accepted' });
    expect(await run(ledger, source, { statePath })).toMatchObject({
      unchangedFiles: 1,
      sent: { accepted: 2 },
    });
    expect(ledger.held.has('req_0')).toBe(true);
  });

  it('does not count a dry run', async () => {
    const ledger = new FakeLedger();
    const source = await sourceOf(rows(0, 1));
    const statePath = newPath('state');
    await run(ledger, source, { statePath, dryRun: true });
    expect(await run(ledger, source, { statePath })).toMatchObject({ sent: { accepted: 1 } });
  });
});
