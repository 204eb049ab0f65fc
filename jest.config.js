/** One project a suite: `npm run jest -- --selectProjects unit`. */
const suite = (displayName, roots, more = {}) => ({
  displayName,
  roots: roots.map((root) => `<rootDir>/test/${root}`),
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } }],
  },
  ...more,
});

export default {
  projects: [
    suite('unit', ['handler', 'generator']),
    suite('integration', ['integration'], {
      globalSetup: '<rootDir>/test/integration/setup.ts',
      globalTeardown: '<rootDir>/test/integration/teardown.ts',
    }),
    suite('e2e', ['e2e'], { globalSetup: '<rootDir>/test/e2e/setup.ts', globalTeardown: '<rootDir>/test/e2e/teardown.ts' }),
  ],
  testSequencer: '<rootDir>/test/e2e/lastCanaries.js',
  // Of tests of one file that wait for a cluster together (`it.concurrent`).
  maxConcurrency: 8,
};
