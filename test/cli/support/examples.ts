import { type Leaf, leaves } from './leaves.ts';

/** What needs a bucket or a server; the integration suite runs all of these, and one example of each other command. */
const NEEDS_DEPLOYMENT = /^(export create|export download|report run|import)$/;

/** Examples that run over a ledger in memory. */
export function examplesInMemory(): readonly string[] {
  return leaves().flatMap((leaf) => (needsDeployment(leaf) ? [] : leaf.examples));
}

/** Examples that run on the deployed product. `apart` have tests of their own there. */
export function examplesOnDeployment(apart: RegExp): readonly string[] {
  return leaves().flatMap((leaf) => {
    if (needsDeployment(leaf)) return leaf.examples;
    return apart.test(leaf.path) ? [] : leaf.examples.slice(0, 1);
  });
}

function needsDeployment({ path }: Leaf): boolean {
  return NEEDS_DEPLOYMENT.test(path);
}
