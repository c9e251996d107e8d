/** What something returned, and the microseconds of the processor that this process spent meanwhile. */
export async function cpuTimeOf<T>(
  run: () => T | Promise<T>,
): Promise<{ readonly result: T; readonly microseconds: number }> {
  const start = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(start);
  return { result, microseconds: user + system };
}

/** The middle one; of an even number, the larger of the two in the middle. NaN if there is none. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
