/* Runs one part in a process of its own and sends its report to the parent: forked by run-parts.ts. */
import type { MeasurePart, PartName, PartOptions } from './part.ts';

const [part, options] = process.argv.slice(2) as [PartName, string];
const { measure } = (await import(`../parts/${part}.ts`)) as { readonly measure: MeasurePart };
const report = await measure(JSON.parse(options) as PartOptions);
process.send?.(report, undefined, undefined, () => process.exit(0));
