// TypeScript is transformed by SWC; modules stay ES modules, as in the deployed functions.
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

export default {
  // Both cores of a small machine: the tests that wait do not compete.
  maxWorkers: '100%',
  // No test is about time: a busy machine may take longer.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/longest-first.js',
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['unit', 'handlers', 'client', 'cli'].map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
    },
    {
      ...shared,
      displayName: 'model',
      // What is searched, simulated or waited for, so that the tests of units stay quick.
      testMatch: ['model', 'capacity', 'slow'].map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
    },
    { ...shared, displayName: 'template', testMatch: ['<rootDir>/test/template/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'integration',
      // All that needs the deployed product.
      testMatch: ['integration', 'browser'].map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
      globalSetup: '<rootDir>/test/integration/support/global-setup.ts',
      setupFilesAfterEnv: ['<rootDir>/test/integration/support/wait-for-product.ts'],
      globalTeardown: '<rootDir>/test/integration/support/global-teardown.ts',
    },
  ],
};
