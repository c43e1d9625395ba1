/** One server, one template database, a database per test file: see test/support. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  transform: { '^.+\\.(t|j)sx?$': '@swc/jest' },
  moduleNameMapper: {
    '^#(domain|storage|application|http|queue|schedule|cli|config|bench|demo)/(.*)$': '<rootDir>/src/$1/$2',
    '^#(main|worker|demo|bench)$': '<rootDir>/src/$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  maxWorkers: '50%',
};
