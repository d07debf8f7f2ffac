/** What no import of any file may do. */
const { TEST } = require('./test-files.cjs')

module.exports = [
  {
    name: 'no-circular',
    comment:
      'Of two files that need each other, one holds something that belongs in a third or in the other.',
    severity: 'error',
    from: { pathNot: ['/src/generated/', '^proto/gen/'] },
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'Nothing imports it and it imports nothing: delete it.',
    severity: 'error',
    from: {
      orphan: true,
      pathNot: [
        TEST,
        '\\.d\\.m?ts$',
        '/(main|index)\\.ts$',
        '^proto/',
        '\\.(c|m)?js$',
        '\\.config\\.ts$',
        '/src/bin/',
        '\\.weapp\\.tsx?$', // its twin for the browser is what is imported
      ],
    },
    to: {},
  },
  {
    name: 'resolvable',
    comment: 'The file or package does not exist, or the package.json of this folder does not name it.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-dev-dependency-in-production',
    comment: 'Bundles are made without devDependencies.',
    severity: 'error',
    from: {
      path: '^(packages|services|gateway)/[^/]+/src/',
      pathNot: [TEST, '^packages/(testing|dev|e2e|bench)/'],
    },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
  },
]
