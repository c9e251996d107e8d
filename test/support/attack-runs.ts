/** How many random attacks are tried: ATTACKS multiplies it. */
const TIMES = Number(process.env['ATTACKS'] ?? 1);

/** For fast-check. */
export function attacks(count: number): { readonly numRuns: number } {
  return { numRuns: Math.ceil(count * TIMES) };
}
