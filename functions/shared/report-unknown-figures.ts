import type { Telemetry } from './telemetry.ts';

const MAX_NAMES = 50;

/**
 * Counts records of which some figure is not known and so not counted, and logs the names of the figures: one line for all
 * records of an invocation. `figures` has one list a record.
 */
export function reportUnknownFigures(
  telemetry: Telemetry,
  figures: readonly (readonly string[] | undefined)[],
): void {
  const records = figures.filter((names) => names !== undefined && names.length > 0).length;
  if (records === 0) return;
  const names = [...new Set(figures.flatMap((each) => each ?? []))].toSorted();
  telemetry.count('UnknownFigures', records);
  telemetry.logger.warn('Usage has figures that are not known and not counted.', {
    channel: 'quality',
    records,
    figures: names.slice(0, MAX_NAMES),
  });
}
