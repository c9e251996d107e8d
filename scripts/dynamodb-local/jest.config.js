import root from '../../jest.config.js';

// Without the setup of the integration tests, which starts the whole product on another engine.
const { transform, extensionsToTreatAsEsm, testEnvironment } = root.projects[0];

export default {
  transform,
  extensionsToTreatAsEsm,
  testEnvironment,
  rootDir: '../..',
  testMatch: [
    '<rootDir>/test/integration/dynamodb-adapters.test.ts',
    '<rootDir>/test/dynamodb-local/**/*.test.ts',
  ],
};
