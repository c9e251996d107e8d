import { type Difference, formatDifferences } from '../replay/comparison.ts';
import type { MemoryGrowth } from './memory-growth.ts';

export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly rounds: number;
  readonly records: number;
  /** Reports that were sent beside the first one of a record. */
  readonly repeated: number;
  /** Records and repetitions in each second, while they were sent and recorded. */
  readonly recordsPerSecond: number;
  /** Of the totals of all rounds, each compared when it was recorded. */
  readonly differences: readonly Difference[];
  readonly audit: {
    readonly comparedHours: number;
    /** Periods that were not compared because they wait for the roll-up. */
    readonly pending: number;
    readonly differences: number;
  };
  /** Of the functions that were measured often enough; none after a short run. */
  readonly functions: readonly MemoryGrowth[];
}

/** Whether nothing was lost or doubled, all was audited, functions were measured, and none grew or had more memory than Lambda gives it. */
export function hasHeld({ differences, audit, functions }: SoakReport): boolean {
  const isAudited = audit.comparedHours > 0 && audit.pending === 0 && audit.differences === 0;
  return differences.length === 0 && isAudited && functions.length > 0 && functions.every(hasRoom);
}

const hasRoom = ({ grew, peak, memory }: MemoryGrowth) => !grew && peak <= memory;

export function formatSoak(report: SoakReport): string {
  const { differences, audit, functions } = report;
  const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`.padStart(11);
  const number = (value: number) => Math.round(value).toLocaleString('en-US');
  return [
    `Seed ${report.seed}. ${report.minutes.toFixed(1)} minutes, rounds: ${report.rounds}.`,
    `${number(report.records)} records and ${number(report.repeated)} repetitions, ${number(report.recordsPerSecond)} a second.`,
    `Differences of totals: ${differences.length}.`,
    ...formatDifferences(differences),
    `Audit: hours compared: ${audit.comparedHours}, periods not rolled up: ${audit.pending}, differences: ${audit.differences}.`,
    functions.length === 0
      ? 'Memory: the run was too short to show whether it grows.'
      : 'Memory that functions hold after a collection of garbage, how much that rose, and the most they had with garbage:',
    ...functions.map(
      (each) =>
        `  ${each.name.padEnd(50)}${mib(each.held)}${mib(each.growth)}${mib(each.peak)} of ${each.memory / 1024 ** 2}${marksOf(each)}`,
    ),
  ].join('\n');
}

function marksOf({ grew, peak, memory }: MemoryGrowth): string {
  return `${grew ? '  GREW' : ''}${peak > memory ? '  TOO MUCH' : ''}`;
}

/** JSON has no integers beyond 2^53: those of a total become strings. */
export function soakJson(report: SoakReport): string {
  const replacer = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return `${JSON.stringify(report, replacer, 2)}\n`;
}
