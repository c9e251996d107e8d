import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
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

describe('the report of a soak', () => {
  const holding = {
    name: 'f',
    measured: [40 * MIB],
    held: 40 * MIB,
    growth: 0.2 * MIB,
    grew: false,
    peak: 200 * MIB,
    memory: 256 * MIB,
  };
  const held = {
    seed: 1,
    minutes: 20,
    rounds: 9,
    records: 27_000,
    repeated: 9000,
    recordsPerSecond: 30,
    differences: [],
    audit: { comparedHours: 2, pending: 0, differences: 0 },
    functions: [holding],
  };
  const lost = { row: 'hour all 2026-11-21T12', measure: 'input', expected: 2n ** 60n, got: 1n };

  it('holds only if nothing differs, all was audited, and no function grew or was short of memory', () => {
    expect(hasHeld(held)).toBe(true);
    expect(hasHeld({ ...held, differences: [lost] })).toBe(false);
    expect(hasHeld({ ...held, audit: { ...held.audit, differences: 1 } })).toBe(false);
    expect(hasHeld({ ...held, audit: { ...held.audit, pending: 1 } })).toBe(false);
    expect(hasHeld({ ...held, audit: { ...held.audit, comparedHours: 0 } })).toBe(false);
    expect(hasHeld({ ...held, functions: [holding, { ...holding, grew: true }] })).toBe(false);
    expect(hasHeld({ ...held, functions: [{ ...holding, peak: 256 * MIB }] })).toBe(true);
    expect(hasHeld({ ...held, functions: [{ ...holding, peak: 256 * MIB + 1 }] })).toBe(false);
  });

  it('shows what differs, to the last digit', () => {
    const report = { ...held, differences: [lost] };
    expect(formatSoak(report)).toContain('12: input is 1, expected 1152921504606846976');
    expect(JSON.parse(soakJson(report))).toMatchObject({
      differences: [{ expected: '1152921504606846976' }],
    });
  });

  it('does not hold if the run was too short to see what functions hold, and says so', () => {
    expect(hasHeld({ ...held, functions: [] })).toBe(false);
    expect(formatSoak({ ...held, functions: [] })).toContain('too short');
  });

  it('marks what grew and what had too much', () => {
    const functions = [holding, { ...holding, grew: true, growth: 2 * MIB }, { ...holding, peak: 300 * MIB }];
    const lines = formatSoak({ ...held, functions })
      .split('\n')
      .slice(-3);
    expect(lines.map((line) => line.replaceAll(/ +/g, ' ').trim())).toEqual([
      'f 40.0 MiB 0.2 MiB 200.0 MiB of 256',
      'f 40.0 MiB 2.0 MiB 200.0 MiB of 256 GREW',
      'f 40.0 MiB 0.2 MiB 300.0 MiB of 256 TOO MUCH',
    ]);
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
