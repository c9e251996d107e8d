// oxlint-disable import/no-default-export, unicorn/no-array-sort -- That is how Jest wants it.
import TestSequencer from '@jest/test-sequencer';

/** Those that take longest, in this order: one that began last would leave the other cores idle. */
const LONGEST = [
  // Waits for the deployed product most of the time.
  'integration/product',
  // Opens every page of the console, as every kind of caller.
  'slow/console-pages',
  // Installs Anthropic's SDK for Python first.
  'slow/python-client',
  // Thousands of schedules of the ledger, in processes of their own.
  'model/ledger',
  'model/mutants',
  'capacity/bill',
  'template/token-ledger-stack',
  'template/ledger-function',
  'model/queries',
  'model/pair-queries',
  'model/record-queries',
  'slow/message-memory',
  'slow/import-memory',
  'integration/dynamodb-adapters',
  'slow/gateway-on-lambda',
].map((name) => `${name}.test.ts`);

/** Starts with the files that take longest, also without timings of earlier runs. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const place = ({ path }) => LONGEST.findIndex((name) => path.endsWith(name));
    const longest = sorted.filter((test) => place(test) !== -1).sort((a, b) => place(a) - place(b));
    return [...longest, ...sorted.filter((test) => place(test) === -1)];
  }
}
