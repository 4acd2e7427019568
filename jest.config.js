const esm = [
  '@nestjs',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  '@tokenizer',
  '@borewit',
  'uuid',
  'jose',
  'eventsource-parser',
  'eventsource',
  'load-esm',
  'p-limit',
  'yocto-queue',
];

const base = {
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

/** Behaviour is tested end to end, once per engine: the same files, on a fresh database each. */
const onEngine = (engine) => ({
  ...base,
  displayName: engine,
  testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
  globals: { ENGINE: engine },
  ...(engine === 'postgres' && {
    globalSetup: '<rootDir>/test/support/global-setup.mjs',
    globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  }),
});

export default {
  // Most of their time tests wait for a process, a socket or a clock.
  maxWorkers: 2,
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{src,migrations,test,bench}/**/*.spec.ts'] },
    onEngine('sqlite'),
    onEngine('postgres'),
  ],
};
