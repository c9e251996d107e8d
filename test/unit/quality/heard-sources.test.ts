import { describe, expect, it } from '@jest/globals';
import { HOUR_MS, heardSources, type SourceMark } from '@token-ledger/core';
import { NOON } from '../../support/records.ts';

const MINUTE_MS = 60_000;
const LIMITS = { anthropic_span: 30 };

/** Minutes before noon: when it was last heard, and since when it was steady. */
function mark(source: SourceMark['source'], last: number, since = 600): SourceMark {
  return { source, lastHeardAtMs: NOON - last * MINUTE_MS, steadySinceMs: NOON - since * MINUTE_MS };
}

function silent(marks: readonly SourceMark[]): readonly string[] {
  return heardSources(marks, LIMITS, NOON)
    .filter((source) => source.silent)
    .map(({ source }) => source);
}

describe('a source', () => {
  it('is silent after its time, while another one is busy', () => {
    expect(silent([mark('anthropic_span', 30), mark('client', 0)])).toEqual([]);
    expect(silent([mark('anthropic_span', 31), mark('client', 0)])).toEqual(['anthropic_span']);
  });

  it('is not silent while everything is', () => {
    expect(silent([mark('anthropic_span', 500)])).toEqual([]);
    expect(silent([mark('anthropic_span', 500), mark('client', 15)])).toEqual(['anthropic_span']);
    expect(silent([mark('anthropic_span', 500), mark('client', 16)])).toEqual([]);
  });

  it('is not silent because the past is imported', () => {
    for (const source of ['transcript', 'batch_results', 'litellm', 'langfuse', 'symfony', 'import'] as const)
      expect(silent([mark('anthropic_span', 500), mark(source, 0)])).toEqual([]);
    for (const source of ['direct', 'client', 'gateway', 'claude_code', 'span'] as const)
      expect(silent([mark('anthropic_span', 500), mark(source, 0)])).toEqual(['anthropic_span']);
  });

  it('has its time again when others wake up', () => {
    expect(silent([mark('anthropic_span', 500), mark('client', 0, 29)])).toEqual([]);
    expect(silent([mark('anthropic_span', 500), mark('client', 0, 30)])).toEqual(['anthropic_span']);
  });

  it('is never silent without a time, or after it was given up', () => {
    const marks = [mark('gateway', 500), mark('client', 0)];
    expect(silent(marks)).toEqual([]);
    const month = 30 * 24 * 60;
    expect(silent([mark('anthropic_span', month), mark('client', 0)])).toEqual(['anthropic_span']);
    expect(silent([mark('anthropic_span', month + 1), mark('client', 0)])).toEqual([]);
  });

  it('that was never heard is not listed', () => {
    expect(heardSources([mark('client', 0)], LIMITS, NOON + HOUR_MS)).toMatchObject([
      { source: 'client', silent: false },
    ]);
  });
});
