import root from '../../jest.config.js';

// Without the setup of the integration tests, which starts the whole product on another engine.
const { testEnvironment, runtime, transform } = root.projects[0];

export default {
  testEnvironment,
  runtime,
  transform,
  rootDir: '../..',
  testTimeout: root.testTimeout,
  testMatch: [
    '<rootDir>/test/integration/dynamodb-adapters.test.ts',
    '<rootDir>/test/dynamodb-local/**/*.test.ts',
  ],
};
