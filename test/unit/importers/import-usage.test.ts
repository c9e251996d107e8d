import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { formatAccessKey } from '@token-ledger/core';
import {
  ImportInterruptedError,
  type ImportOptions,
  importUsage,
  litellm,
  mapped,
  OverlapError,
  parseColumnMap,
  RefusedImportError,
  type Survey,
  transcripts,
} from '@token-ledger/importers';
import fc from 'fast-check';
import { FakeLedger, type HeldRecord } from './support/fake-ledger.ts';
import { fileIn, ndjson, temporaryFolder } from './support/files.ts';

const folder = temporaryFolder();
const accessKey = formatAccessKey('ak_own', randomBytes(32).toString('hex'));
const map = parseColumnMap({
  convention: 'exclusive',
  columns: {
    requestId: 'id',
    occurredAt: 'at',
    model: 'model',
    inputTokens: 'in',
    outputTokens: 'out',
    feature: 'feature',
    accessKeyId: 'key',
  },
});
const row = (id: string, more: object = {}) => ({
  id,
  at: '2026-11-21 10:15:30',
  model: 'claude-opus-5-5',
  in: 10,
  out: 2,
  ...more,
});
const rows = (from: number, to: number, more: object = {}) =>
  Array.from({ length: to - from }, (_, index) => row(`req_${from + index}`, more));

async function sourceOf(...files: readonly (readonly unknown[])[]) {
  const paths = await Promise.all(files.map((content) => fileIn(folder, 'usage.ndjson', ndjson(content))));
  return mapped({ files: paths, map });
}

let names = 0;
const newPath = (name: string) => {
  names += 1;
  return join(folder, `${name}-${names}.json`);
};

const run = (ledger: FakeLedger, source: ImportOptions['source'], more: Partial<ImportOptions> = {}) =>
  importUsage({
    source,
    endpoint: 'https://ledger.example',
    accessKey,
    transport: ledger,
    reader: ledger,
    retryDelayMs: 0,
    ...more,
  });

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
      '3 records were not accepted. The ledger answered with status 503.',
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

describe('calls that cannot join what was captured live', () => {
  const live = (more: object = {}) => ({
    occurredAt: Date.parse('2026-11-21T10:15:30Z'),
    source: 'client',
    ...more,
  });

  it('are refused where the ledger holds calls of the same time and key, and nothing is sent', async () => {
    const ledger = new FakeLedger();
    ledger.held.set('req_live', live());
    const refused = run(ledger, await sourceOf([row('job-1'), row('req_1')]));
    await expect(refused).rejects.toThrow(OverlapError);
    await expect(refused).rejects.toThrow(
      /access key ak_own[^]*captured as client[^]*--to 2026-11-21T10:15:30.000Z[^]*--allow-overlap/,
    );
    expect(ledger.batches).toEqual([]);
  });

  it('are imported if the overlap is allowed, or is none', async () => {
    const source = await sourceOf([row('job-1')]);
    const allowed = new FakeLedger();
    allowed.held.set('req_live', live());
    expect((await run(allowed, source, { allowOverlap: true })).sent).toMatchObject({ accepted: 1 });
    for (const elsewhere of [
      { accessKeyId: 'ak_other' },
      { occurredAt: Date.parse('2026-11-21T10:15:29.999Z') },
      { occurredAt: Date.parse('2026-11-21T10:15:30.001Z') },
    ]) {
      const ledger = new FakeLedger();
      ledger.held.set('req_live', live(elsewhere));
      expect((await run(ledger, source)).sent).toMatchObject({ accepted: 1 });
    }
  });

  it('may be imported again: those of the import itself are no overlap, but one among them is found', async () => {
    const ledger = new FakeLedger();
    const source = await sourceOf(Array.from({ length: 5 }, (_, index) => row(`job-${index}`)));
    await run(ledger, source);
    expect((await run(ledger, source)).sent).toMatchObject({ accepted: 5 });
    expect(ledger.held.size).toBe(5);
    ledger.held.set('req_live', live());
    await expect(run(ledger, source)).rejects.toThrow(OverlapError);
  });

  it('are compared day by day and key by key', async () => {
    const ledger = new FakeLedger();
    ledger.held.set('req_live', live({ occurredAt: Date.parse('2026-11-21T12:00:00Z') }));
    const source = await sourceOf([
      row('job-1', { at: '2026-11-20 23:59:59' }),
      row('job-2', { at: '2026-11-21 10:00:00' }),
      row('job-3', { at: '2026-11-22 00:00:00' }),
      row('job-4', { at: '2026-11-21 13:00:00', key: 'ak_2' }),
    ]);
    expect((await run(ledger, source)).sent).toMatchObject({ accepted: 4 });
    expect(ledger.queries).toHaveLength(4);
  });

  it('need no check if all of them join', async () => {
    const ledger = new FakeLedger();
    ledger.held.set('req_live', live());
    await run(ledger, await sourceOf(rows(0, 3)));
    expect(ledger.queries).toEqual([]);
  });
});

describe('calls that another access key has counted', () => {
  const held = (accessKeyId: string, names: object) => ({
    ...names,
    accessKeyId,
    occurredAt: 0,
    source: 'client',
  });
  const ledgerHolding = (...records: readonly HeldRecord[]) => {
    const ledger = new FakeLedger();
    for (const [index, record] of records.entries()) ledger.held.set(`live ${index}`, record);
    return ledger;
  };
  const line = (id: number) => ({
    type: 'assistant',
    timestamp: '2026-11-21T10:15:30Z',
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      model: 'claude-opus-5-5',
      stop_reason: 'end_turn',
      usage: { input_tokens: 1, output_tokens: 2 },
    },
  });
  const transcriptsOf = async (...ids: readonly number[]) =>
    transcripts({ files: [await fileIn(folder, 's.jsonl', ndjson(ids.map(line)))] });

  it.each([true, false])(
    'are refused under either name, and nothing is sent (dry run: %s)',
    async (dryRun) => {
      const ledger = ledgerHolding(
        held('ak_live', { requestId: 'req_1' }),
        held('ak_live', { messageId: 'msg_2' }),
        held('ak_spans', { requestId: 'req_4' }),
      );
      const surveys: Survey[] = [];
      const onSurvey = (survey: Survey) => void surveys.push(survey);
      const refused = run(ledger, await transcriptsOf(1, 2, 3, 4), { dryRun, onSurvey, allowOverlap: true });
      await expect(refused).rejects.toThrow(OverlapError);
      await expect(refused).rejects.toThrow(
        /counted 3 of these calls[^]*ak_live: 2, such as req_1, msg_2\n  ak_spans: 1, such as req_4\nNothing was sent[^]*--held-elsewhere join/,
      );
      expect(ledger.batches).toEqual([]);
      expect(surveys).toMatchObject([{ records: 4 }]);
    },
  );

  it('are no overlap under the access key that imports, nor where that has the call as well', async () => {
    const ledger = ledgerHolding(
      held('ak_own', { requestId: 'req_1' }),
      held('ak_own', { requestId: 'req_2' }),
      held('ak_other', { messageId: 'msg_2' }),
    );
    expect((await run(ledger, await transcriptsOf(1, 2))).sent).toMatchObject({ accepted: 2 });
    const source = await transcriptsOf(1);
    await expect(run(ledger, source, { defaults: { accessKeyId: 'ak_for' } })).rejects.toThrow(/ak_own: 1/);
  });

  it('are not named if the access key may not see whose they are', async () => {
    const ledger = ledgerHolding(held('ak_live', { requestId: 'req_1' }));
    ledger.seesKeys = false;
    const refused = run(ledger, await transcriptsOf(1));
    await expect(refused).rejects.toThrow('access keys that the present one may not see: 1, such as req_1');
    await expect(refused).rejects.not.toThrow('ak_live');
    const joining = run(ledger, await transcriptsOf(1), { heldElsewhere: 'join' });
    await expect(joining).rejects.toThrow('TOKEN_LEDGER_READ_KEY');
  });

  it('join under the access key that has them, or are left out, if that is asked for', async () => {
    const joined = ledgerHolding(held('ak_live', { messageId: 'msg_1' }));
    const { sent } = await run(joined, await transcriptsOf(1, 2), { heldElsewhere: 'join' });
    expect(sent).toMatchObject({ accepted: 2 });
    expect(joined.held.get('req_1')).toMatchObject({ accessKeyId: 'ak_live' });
    expect(joined.held.get('req_2')).not.toHaveProperty('accessKeyId');

    const skipping = ledgerHolding(held('ak_live', { messageId: 'msg_1' }));
    const { survey, sent: rest } = await run(skipping, await transcriptsOf(1, 2), { heldElsewhere: 'skip' });
    expect([survey.skipped, rest?.accepted]).toEqual([{ held_elsewhere: 1 }, 1]);
    expect(skipping.held.has('req_1')).toBe(false);
  });

  it('are found by names of other products too, and not by names that services may choose alike', async () => {
    const ledger = ledgerHolding(
      held('ak_a', { requestId: 'litellm:7' }),
      held('ak_a', { requestId: 'job-1' }),
    );
    const spend = { request_id: '7', startTime: '2026-11-21 10:15:30', model: 'claude-opus-5-5' };
    const logs = ndjson([{ ...spend, prompt_tokens: 5, completion_tokens: 1 }]);
    const source = litellm({ files: [await fileIn(folder, 'spend.ndjson', logs)] });
    await expect(run(ledger, source)).rejects.toThrow('litellm:7');
    expect((await run(ledger, await sourceOf([row('job-1')]))).sent).toMatchObject({ accepted: 1 });
  });

  it('are found while the import runs, and what was sent before is not sent again afterwards', async () => {
    const ledger = new FakeLedger(100);
    const source = await sourceOf(rows(0, 700));
    const statePath = newPath('state');
    let lookups = 0;
    ledger.beforeLookup = () => {
      lookups += 1;
      // Two of the survey, then those of sending.
      if (lookups === 4) ledger.held.set('live', held('ak_live', { requestId: 'req_699' }));
    };
    await expect(run(ledger, source, { statePath })).rejects.toThrow(
      /ak_live: 1, such as req_699\nThey were captured while the import ran/,
    );
    const before = ledger.batches.length;
    expect(before).toBeGreaterThan(0);
    const last = await run(ledger, source, { statePath, heldElsewhere: 'skip' });
    expect(last).toMatchObject({ continued: true, sent: { accepted: 699 } });
    expect(ledger.batches.reduce((sum, size) => sum + size, 0)).toBe(699);
  });

  it('are looked up in requests of the allowed size, and only those of the range', async () => {
    const ledger = new FakeLedger();
    await run(ledger, await sourceOf(rows(0, 1001)), { dryRun: true });
    expect(ledger.lookups.map(({ length }) => length)).toEqual([0, 500, 500, 1]);
    const later = new FakeLedger();
    await run(later, await sourceOf(rows(0, 3)), { range: { fromMs: Date.parse('2026-11-22T00:00:00Z') } });
    expect(later.lookups).toEqual([[]]);
  });
});

describe('calls that are older than the ledger counts', () => {
  it.each([true, false])('are refused before anything is sent (dry run: %s)', async (dryRun) => {
    const ledger = new FakeLedger();
    ledger.acceptedFrom = '2026-11-21T10:15:30.001Z';
    const refused = run(ledger, await sourceOf(rows(0, 3)), { dryRun });
    await expect(refused).rejects.toThrow(RefusedImportError);
    await expect(refused).rejects.toThrow(
      /3 of 3 calls occurred before 2026-11-21T10:15:30.001Z[^]*Nothing was sent[^]*--from 2026-11-21T12:00:00.000Z[^]*lateLimitDays/,
    );
    expect(ledger.batches).toEqual([]);
  });

  it('are imported exactly at the limit, and left out by a range', async () => {
    const ledger = new FakeLedger();
    ledger.acceptedFrom = '2026-11-21T10:15:30.000Z';
    const old = row('req_old', { at: '2026-11-21 10:15:29' });
    const source = await sourceOf([old, row('req_1')]);
    await expect(run(ledger, source)).rejects.toThrow('1 of 2 calls');
    const range = { fromMs: Date.parse(ledger.acceptedFrom) };
    expect((await run(ledger, source, { range })).sent).toMatchObject({ accepted: 1 });
  });
});

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
