import { availableParallelism } from 'node:os';

// Node.js runs tests and what they test, as it runs the deployed functions. Jest starts the files and reports: see test/native.
const shared = {
  testEnvironment: '<rootDir>/test/native/environment.ts',
  runtime: '<rootDir>/test/native/runtime.ts',
  transform: {},
};

const testsIn = (...folders) => folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`);

/** Beside the units that they are about, but searches: thousands of random inputs, calls or crashes; or they wait. */
const SEARCHES = [
  'client/capture',
  'client/ledger-away',
  'handlers/attacks',
  'handlers/hostile-messages',
  'handlers/made-up-values',
  'handlers/pieces-of-calls',
  'handlers/telemetry-attacks',
  'unit/contract/json-bounds',
  'unit/contract/record-size',
  'unit/contract/record-texts',
  'unit/exports/record-source',
  'unit/gateway/attacks',
  'unit/importers/import-continued',
  'unit/importers/no-content',
  'unit/importers/transcripts',
  'unit/otlp/decode',
  'unit/otlp/solve-cache-split',
  'unit/pricing/price-schedule',
  'unit/quality/audit-day',
].map((path) => `<rootDir>/test/${path}.test.ts`);

export default {
  // Half as many again as there are cores: the tests of the deployed product wait most of the time.
  maxWorkers: Math.ceil(availableParallelism() * 1.5),
  // Modules that were loaded stay in a worker's memory: it is replaced before that ends the run.
  workerIdleMemoryLimit: '1500MB',
  // A worker with that much memory takes longer than Jest's half second to exit on a busy machine. One that a test holds open does not exit.
  workerGracefulExitTimeout: 30_000,
  // No test is about time: only what would never end may fail. Longer than PATIENCE_MS, which names what a test waited for.
  testTimeout: 1_200_000,
  testSequencer: '<rootDir>/test/longest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: testsIn('unit', 'handlers', 'client', 'cli'),
      testPathIgnorePatterns: SEARCHES,
    },
    {
      ...shared,
      displayName: 'model',
      // What is searched, simulated or waited for, so that the tests of units stay quick.
      testMatch: [...testsIn('model', 'capacity', 'slow'), ...SEARCHES],
    },
    { ...shared, displayName: 'template', testMatch: testsIn('template') },
    {
      ...shared,
      displayName: 'integration',
      // All that needs the deployed product.
      testMatch: testsIn('integration', 'browser'),
      globalSetup: '<rootDir>/test/integration/support/global-setup.ts',
      setupFilesAfterEnv: ['<rootDir>/test/integration/support/wait-for-product.ts'],
      globalTeardown: '<rootDir>/test/integration/support/global-teardown.ts',
    },
  ],
};
