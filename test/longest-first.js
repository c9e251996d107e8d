// oxlint-disable import/no-default-export, unicorn/no-array-sort -- That is how Jest wants it.
import TestSequencer from '@jest/test-sequencer';

/** Starts with the file that waits for the deployed product most of the time, also without timings of earlier runs. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLongest = ({ path }) => path.endsWith('product.test.ts');
    return [...sorted.filter(isLongest), ...sorted.filter((test) => !isLongest(test))];
  }
}
