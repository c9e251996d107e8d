import { describe, expect, it } from '@jest/globals';
import { litellm, OverlapError, RefusedImportError, type Survey, transcripts } from '@token-ledger/importers';
import { FakeLedger, type HeldRecord } from './support/fake-ledger.ts';
import { fileIn, ndjson } from './support/files.ts';
import { folder, newPath, row, rows, run, sourceOf } from './support/run-import.ts';

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
