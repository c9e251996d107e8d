import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatNanoDollars, NO_TOKENS } from '@token-ledger/core';
import type { ImportResult } from '@token-ledger/importers';
import { EXIT } from '../../../packages/cli/src/exit-codes.ts';
import { SOURCES, sourceOf as sourceOn } from '../../../packages/cli/src/importing/sources.ts';
import { summarize } from '../../../packages/cli/src/importing/summarize.ts';
import { heldElsewhereOf, type ImportValues, rangeOf } from '../../../packages/cli/src/importing/values.ts';
import { NOON } from '../../support/records.ts';
import { fileIn, temporaryFolder } from '../importers/support/files.ts';

const folder = temporaryFolder();

const sourceOf = (name: string, paths: readonly string[], values: ImportValues) =>
  sourceOn(name, paths, values, { env: {}, home: '/nobody' });

describe('the sources of token-ledger import', () => {
  it('are made of files, in the order of their names and each once', async () => {
    const { name, files, settings } = await sourceOf('litellm', ['b.csv', 'a.csv', 'b.csv'], {
      convention: 'inclusive',
    });
    expect([name, files, settings]).toEqual([
      'litellm',
      ['a.csv', 'b.csv'],
      { convention: 'inclusive', accessKeys: undefined },
    ]);
  });

  it('have options of their own', async () => {
    const map = await fileIn(folder, 'map.json', JSON.stringify({ accessKeys: { a: 'ak_1' } }));
    expect(
      (await sourceOf('symfony', ['user_usage.csv'], { map, timeZone: 'Asia/Shanghai' })).settings,
    ).toEqual({
      timeZone: 'Asia/Shanghai',
      accessKeys: { a: 'ak_1' },
    });
    const batch = await sourceOf('batch-results', ['r.jsonl'], { endedAt: '2026-11-21T12:00:00Z' });
    expect(batch.settings).toEqual({ endedAtMs: Date.UTC(2026, 10, 21, 12) });
    expect((await sourceOf('langfuse', ['o.csv'], {})).name).toBe('langfuse');
    const columns = { requestId: 'i', occurredAt: 't', model: 'm', inputTokens: 'in', outputTokens: 'out' };
    const columnMap = await fileIn(folder, 'map.json', JSON.stringify({ convention: 'exclusive', columns }));
    expect((await sourceOf('mapped', ['u.csv'], { map: columnMap })).name).toBe('import');
  });

  it('find transcripts below a folder', async () => {
    const file = await fileIn(folder, 'session.jsonl', '');
    expect((await sourceOf('transcripts', [join(file, '..')], {})).files).toEqual([file]);
  });

  it('say what to do where Claude Code has left no transcripts', async () => {
    const made = sourceOf('claude-code', [], {});
    await expect(made).rejects.toThrow('Claude Code has left no transcripts here.');
    await expect(made).rejects.toMatchObject({
      advice: expect.stringContaining('token-ledger import claude-code <folder>'),
      exitCode: EXIT.notFound,
    });
  });

  it.each([
    ['excel', ['a.xlsx'], {}, `"excel" is no source; it must be one of ${SOURCES.join(', ')}.`],
    ['litellm', [], {}, 'Name the files to import.'],
    ['litellm', ['a.csv'], { endedAt: '2026-11-21' }, '--ended-at is no option of litellm.'],
    [
      'litellm',
      ['a.csv'],
      { convention: 'both' },
      '--convention is "both"; it must be exclusive or inclusive.',
    ],
    ['batch-results', ['a.jsonl'], {}, '--ended-at is missing.'],
    ['mapped', ['a.csv'], {}, '--map is missing.'],
    ['symfony', ['user_usage.csv'], { timeZone: 'Berlin' }, '--time-zone is "Berlin"'],
  ] as const)('refuse what is wrong: %s %j %j', async (name, paths, values, message) => {
    await expect(sourceOf(name, paths, values)).rejects.toThrow(message);
  });
});

describe('the range of token-ledger import', () => {
  it('has two ends, each of which may be missing', () => {
    expect(rangeOf({}, NOON)).toEqual({});
    expect(rangeOf({ from: '2026-11-21' }, NOON)).toEqual({ fromMs: Date.UTC(2026, 10, 21) });
    expect(() => rangeOf({ from: '2026-11-21', to: '2026-11-21' }, NOON)).toThrow(
      '--to must be later than --from.',
    );
  });

  it('is as long as --last says, by days of UTC, and has no end', () => {
    expect(rangeOf({ last: '1d' }, NOON)).toEqual({ fromMs: Date.UTC(2026, 10, 21) });
    expect(rangeOf({ last: '36h' }, NOON)).toEqual({ fromMs: NOON - 36 * 3_600_000 });
    expect(() => rangeOf({ last: 'long' }, NOON)).toThrow('--last is "long"; it must be a duration');
  });
});

describe('--held-elsewhere', () => {
  it('says what is done with calls of other access keys', () => {
    expect(heldElsewhereOf({})).toEqual({});
    expect(heldElsewhereOf({ heldElsewhere: 'join' })).toEqual({ heldElsewhere: 'join' });
    expect(() => heldElsewhereOf({ heldElsewhere: 'both' })).toThrow(
      '--held-elsewhere is "both"; it must be refuse, join, skip.',
    );
  });
});

describe('the summary of token-ledger import', () => {
  const result: ImportResult = {
    survey: {
      records: 1200,
      duplicates: 3,
      partial: 2,
      tooOld: 9,
      invalid: 1,
      skipped: { ambiguous_convention: 4, without_usage: 5000, unmapped_key: 2 },
      unknownFigures: ['new_tokens'],
      tokens: { ...NO_TOKENS, input: 1_000_000 },
      costNanoUsd: 5_000_000_000n,
      unpriced: 6,
      firstMs: Date.UTC(2026, 9, 1),
      lastMs: Date.UTC(2026, 10, 21),
      unjoined: [],
    },
    sent: { accepted: 1198, conflicts: 1, rejected: 1 },
    unchangedFiles: 7,
    continued: true,
  };

  it('shows all that was counted, and all that was not', () => {
    expect(summarize(result, formatNanoDollars)).toEqual([
      'Files that did not change since they were imported: 7',
      'Continued an interrupted import.',
      'Records: 1,200, 2026-10-01T00:00:00.000Z to 2026-11-21T00:00:00.000Z',
      '  that repeat a name, and count once: 3',
      '  that are partial, because their output is not known in full: 2',
      '  that are too old for this ledger: 9',
      '  tokens: 1,000,000, at list prices $5.00',
      '  that have no price in part or at all: 6',
      'Skipped 4: ambiguous_convention. Name what their input tokens count: --convention inclusive or exclusive',
      'Skipped 5,000: without_usage',
      'Skipped 2: unmapped_key. Add their access keys to accessKeys of --map',
      'Not counted, because not known: new_tokens',
      'Refused, because not valid: 1',
      'Accepted 1,198, in conflict 1, refused by the ledger 1.',
    ]);
  });

  it('says that a dry run sent nothing', () => {
    const { survey } = result;
    const lines = summarize(
      { survey, sent: undefined, unchangedFiles: 0, continued: false },
      formatNanoDollars,
    );
    expect(lines.at(-1)).toBe('Nothing was sent: this was a dry run.');
  });
});
