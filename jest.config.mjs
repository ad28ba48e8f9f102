const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};
const base = { testEnvironment: 'node', transform, extensionsToTreatAsEsm: [] };

export default {
  // On a busy machine everything takes longer; a test that hangs still ends.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      setupFiles: ['<rootDir>/test/property-seed.ts'],
      roots: [
        '<rootDir>/schemas',
        '<rootDir>/units',
        '<rootDir>/machines',
        '<rootDir>/store',
        '<rootDir>/controllers',
        '<rootDir>/server',
        '<rootDir>/cmd',
        '<rootDir>/test/house',
        '<rootDir>/test/scale',
        '<rootDir>/test/chaos',
      ],
      testMatch: ['**/*.test.ts'],
    },
    {
      ...base,
      displayName: 'e2e',
      roots: ['<rootDir>/test'],
      testMatch: ['**/*.e2e.ts'],
    },
  ],
};
