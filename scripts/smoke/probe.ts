import type { SmokeDeployment } from './deployment.ts';

/** One thing that the documents say about AWS, and that only AWS can show. */
export interface Probe {
  readonly name: string;
  /** What the documents expect. */
  readonly expected: string;
  readonly look: (run: SmokeRun) => Promise<Sight>;
}

/** What was seen. */
export interface Sight {
  readonly seen: string;
  /** Undefined: this place cannot show it. */
  readonly asExpected: boolean | undefined;
}

export interface SmokeRun {
  readonly deployment: SmokeDeployment;
  readonly startedAtMs: number;
  /** A time in which nothing was sent to the live queue. */
  readonly idle: { readonly fromMs: number; readonly toMs: number };
  /** From the cause of an alarm to its mail. */
  readonly alarmSeconds: number;
}

export const notShown = (why: string): Sight => ({ seen: `not shown: ${why}`, asExpected: undefined });

export interface ProbeResult extends Sight {
  readonly name: string;
  readonly expected: string;
}

/** Looks at everything. A probe that fails was not as expected, and does not keep the others from looking. */
export async function lookAt(probes: readonly Probe[], run: SmokeRun): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const { name, expected, look } of probes) {
    const sight = await look(run).catch((error: unknown) => ({
      seen: `failed: ${error instanceof Error ? error.message : String(error)}`,
      asExpected: false,
    }));
    results.push({ name, expected, ...sight });
  }
  return results;
}

/** A table, with what differed first. */
export function describeProbes(results: readonly ProbeResult[]): string {
  const mark = ({ asExpected }: Sight) => (asExpected === undefined ? '-' : asExpected ? '✓' : '✗');
  const ordered = results.toSorted((a, b) => order(a) - order(b));
  return ordered
    .flatMap((result) => [
      `${mark(result)} ${result.name}`,
      `    expected  ${result.expected}`,
      `    seen      ${result.seen}`,
    ])
    .join('\n');
}

const order = ({ asExpected }: Sight) => (asExpected === false ? 0 : asExpected === undefined ? 1 : 2);
