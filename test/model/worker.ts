import { flushCompileCache, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { EQUIVALENT_MUTANTS, MUTANTS, type Patch } from './mutants.ts';
import type { Run } from './run-schedules.ts';

/*
 * A process of its own that runs schedules on request, on the sources as they are or with the patches of the mutant named
 * by its argument.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const [, , mutantName] = process.argv;
const applied = new Set<Patch>();
const patches = mutantName === undefined ? [] : patchesOf(mutantName);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const ofFile = patches.filter(({ file }) => url === new URL(file, `file://${root}`).href);
    if (ofFile.length === 0) return loaded;
    let source = Buffer.from(loaded.source as string).toString();
    for (const patch of ofFile) {
      if (source.split(patch.from).length !== 2) {
        throw new Error(`The text to replace is not found exactly once in ${patch.file}: ${patch.from}`);
      }
      source = source.replace(patch.from, () => patch.to);
      applied.add(patch);
    }
    return { ...loaded, source };
  },
});

const { runSchedules } = await import('./run-schedules.ts');
const unused = patches.find((patch) => !applied.has(patch));
if (unused) throw new Error(`Nothing loads ${unused.file}, which a mutant changes.`);

// The process is killed when its run is over, and then keeps nothing.
flushCompileCache();

process.on('message', (run: Run) => {
  // A rejection ends the process, which the one that waits for it notices.
  void runSchedules(run).then((report) => process.send?.(report));
});

function patchesOf(name: string): readonly Patch[] {
  const mutant = [...MUTANTS, ...EQUIVALENT_MUTANTS].find((candidate) => candidate.name === name);
  if (!mutant) throw new Error(`There is no mutant "${name}".`);
  return mutant.patches;
}
