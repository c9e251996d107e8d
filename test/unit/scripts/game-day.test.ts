import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { MemorySample } from '../../../scripts/game-day/memory.ts';
import { compareHalves } from '../../../scripts/game-day/memory-growth.ts';
import { formatReport, hasPassed } from '../../../scripts/game-day/print-report.ts';
import { readSection } from '../../../scripts/game-day/runbook.ts';
import { formatSoak, hasHeld, soakJson } from '../../../scripts/game-day/soak-report.ts';

const FOLDER = 'scripts/game-day/incidents';
const MIB = 1024 ** 2;

/** The words that an incident quotes from its section of the runbook. */
function quotesOf(file: string): readonly string[] {
  const source = readFileSync(`${FOLDER}/${file}`, 'utf8');
  return [...source.matchAll(/\bfollow\(\s*(['"])(.*?)\1,/gs)].map(([, , words = '']) => words);
}

describe('the incidents of the game day', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');

  it('are all in the list, each under a name of its own', () => {
    const list = readFileSync(`${FOLDER}/index.ts`, 'utf8');
    for (const file of files) expect(list).toContain(`from './${file}'`);
    const names = files.map((file) => /name: '(\w+)'/.exec(readFileSync(`${FOLDER}/${file}`, 'utf8'))?.[1]);
    expect(new Set(names).size).toBe(files.length);
  });

  it.each(files)('%s follows steps that the runbook has', async (file) => {
    const source = readFileSync(`${FOLDER}/${file}`, 'utf8');
    const section = await readSection(/runbook: '(.+)'/.exec(source)?.[1] ?? '');
    const quotes = quotesOf(file);
    expect(quotes.length).toBeGreaterThan(0);
    for (const words of quotes) expect(await section.follow(words, async () => words)).toBe(words);
  });
});

describe('a section of the runbook', () => {
  it('is found by the anchor of its heading, and only what it says can be followed', async () => {
    const { follow } = await readSection('dead-letters');
    await expect(follow('Switch it off and on.', async () => undefined)).rejects.toThrow('does not say');
    await expect(readSection('no-such-heading')).rejects.toThrow('has no heading #no-such-heading');
  });
});

describe('the memory of functions in a soak', () => {
  const samples = (bytesAt: (index: number) => number): MemorySample[] =>
    Array.from({ length: 200 }, (_, index) => ({
      atMs: index,
      emulatorBytes: 0,
      functions: new Map([['f', bytesAt(index)]]),
    }));
  const grew = (bytesAt: (index: number) => number) =>
    compareHalves(samples(bytesAt)).map((each) => each.grew);

  it('grows if it rises all the time, and does not if it only warms up or swings', () => {
    expect(grew((index) => (100 + 2 * index) * MIB)).toEqual([true]);
    expect(grew((index) => Math.min(100 + 10 * index, 180) * MIB)).toEqual([false]);
    expect(grew((index) => (100 + 40 * (index % 2)) * MIB)).toEqual([false]);
  });

  it('says nothing about a function that was hardly seen', () => {
    const rising = samples((index) => 100 * index * MIB);
    expect(compareHalves(rising.slice(0, 158))).toEqual([]);
    expect(compareHalves(rising.slice(0, 159))).toMatchObject([{ grew: true }]);
  });
});

describe('the report of a soak', () => {
  const held = {
    seed: 1,
    minutes: 20,
    rounds: 9,
    records: 27_000,
    repeated: 9000,
    recordsPerSecond: 30,
    differences: [],
    audit: { comparedHours: 2, pending: 0, differences: 0 },
    functions: [{ name: 'f', first: 100 * MIB, second: 101 * MIB, grew: false }],
    emulatorGrowthBytes: 0,
  };
  const lost = { row: 'hour all 2026-11-21T12', measure: 'input', expected: 2n ** 60n, got: 1n };

  it('holds only if nothing differs, all was audited, and no function grew', () => {
    expect(hasHeld(held)).toBe(true);
    expect(hasHeld({ ...held, differences: [lost] })).toBe(false);
    expect(hasHeld({ ...held, audit: { ...held.audit, differences: 1 } })).toBe(false);
    expect(hasHeld({ ...held, audit: { ...held.audit, pending: 1 } })).toBe(false);
    expect(hasHeld({ ...held, audit: { ...held.audit, comparedHours: 0 } })).toBe(false);
    expect(hasHeld({ ...held, functions: [{ name: 'f', first: 1, second: 2, grew: true }] })).toBe(false);
  });

  it('shows what differs, to the last digit', () => {
    const report = { ...held, differences: [lost] };
    expect(formatSoak(report)).toContain('12: input is 1, expected 1152921504606846976');
    expect(JSON.parse(soakJson(report))).toMatchObject({
      differences: [{ expected: '1152921504606846976' }],
    });
  });

  it('says that a short run compares no memory', () => {
    expect(formatSoak({ ...held, functions: [] })).toContain('too short');
  });
});

describe('the report of a game day', () => {
  const passed = { check: 'audit', passed: true, seen: '0 differences' };
  const report = { incident: 'poison', title: 'Poison', seconds: 3, findings: [passed] };

  it('fails with one failed check, and without an audit', () => {
    expect(hasPassed(report)).toBe(true);
    const failed = { check: 'alarms', passed: false, seen: 'none' };
    expect(hasPassed({ ...report, findings: [failed, passed] })).toBe(false);
    expect(hasPassed({ ...report, findings: [{ ...passed, check: 'alarms' }] })).toBe(false);
    expect(formatReport([{ ...report, findings: [failed, passed] }])).toContain('poison: alarms: none');
  });
});
