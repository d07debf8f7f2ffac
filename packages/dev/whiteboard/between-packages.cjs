/** The arrows between workspace packages (architecture.md §7). */
const { TEST } = require('./test-files.cjs')

/** What the production code of each workspace package may import of the others. Tests may add `testing`. */
const ARROWS = {
  'packages/core': [],
  proto: [],
  'packages/http': ['packages/core'],
  'packages/grpc': ['packages/core', 'proto'],
  'packages/events': ['packages/core', 'proto'],
  'packages/migrate': [],
  'packages/service': [
    'packages/core',
    'packages/http',
    'packages/grpc',
    'packages/events',
    'packages/migrate',
    'proto',
  ],
  'packages/testing': [
    'packages/core',
    'packages/http',
    'packages/grpc',
    'packages/events',
    'packages/service',
    'packages/migrate',
    'packages/dev',
    'proto',
  ],
  'packages/api-client': ['packages/core'],
  'packages/simulator': [],
  'packages/demo': ['packages/core'],
  'packages/dev': ['packages/core', 'packages/http', 'packages/migrate'],
  'packages/setup': [
    'packages/demo',
    'packages/dev',
    'packages/events',
    'packages/simulator',
    'gateway/local',
  ],
  'packages/doctor': ['packages/core', 'packages/dev', 'packages/events', 'packages/migrate'],
  'packages/bench': ['packages/core', 'packages/dev'],
  'gateway/local': ['packages/core'],
  'frontends/admin-web': ['packages/api-client'],
  'frontends/mini-ui': ['packages/api-client', 'packages/core'],
  'frontends/user-miniapp': ['packages/api-client', 'packages/core', 'frontends/mini-ui'],
  'frontends/merchant-miniapp': ['packages/api-client', 'packages/core', 'frontends/mini-ui'],
}

const ANY_WORKSPACE = '^(packages|services|frontends|gateway|proto)/'

const packageArrows = Object.entries(ARROWS).map(([from, to]) => ({
  name: `arrows-of-${from.replace(/^(packages|frontends)\//, '').replace('/', '-')}`,
  comment: `${from} may import only ${to.join(', ') || 'nothing of ours'} (architecture.md §7).`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: TEST },
  to: { path: ANY_WORKSPACE, pathNot: [from, ...to].map((path) => `^${path}/`) },
}))

module.exports = [
  ...packageArrows,
  {
    name: 'no-service-to-service',
    comment: 'Services talk through gRPC and events, never through imports (architecture.md §4.5).',
    severity: 'error',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'services-import-shared-packages-only',
    comment: 'A service may import core, service, http, grpc, events and proto.',
    severity: 'error',
    from: { path: '^services/[^/]+/src/', pathNot: TEST },
    to: {
      path: ANY_WORKSPACE,
      pathNot: ['^services/', '^packages/(core|service|http|grpc|events)/', '^proto/'],
    },
  },
  {
    name: 'tests-stay-on-their-side',
    comment: 'A test uses its own code, the shared packages and `testing`; never a service of somebody else.',
    severity: 'error',
    from: { path: `^(packages/(?!e2e/)[^/]+|gateway|proto)/.*${TEST}` },
    to: { path: '^(services|frontends|packages/(e2e|bench))/', pathNot: '^$1/' },
  },
  {
    name: 'testing-only-from-tests',
    comment: '`@linli/testing` starts servers; production code must not be able to reach it.',
    severity: 'error',
    from: { pathNot: [TEST, '^packages/(testing|e2e)/', '^vitest\\.'] },
    to: { path: '^packages/testing/' },
  },
  {
    name: 'nobody-imports-e2e',
    comment: 'e2e drives the system from outside.',
    severity: 'error',
    from: { pathNot: '^packages/e2e/' },
    to: { path: '^packages/e2e/' },
  },
  {
    name: 'packages-by-name',
    comment: 'Import another workspace package by its name: only what it exports is its interface.',
    severity: 'error',
    from: {
      path: '^((packages|services|frontends)/[^/]+|gateway/local|proto)/',
      pathNot: '/prisma\\.config\\.ts$',
    },
    to: { path: ANY_WORKSPACE, pathNot: '^$1/', dependencyTypes: ['local'] },
  },
  {
    name: 'core-is-pure',
    comment: 'core runs in browsers: no third-party code, no node built-ins.',
    severity: 'error',
    from: { path: '^packages/core/', pathNot: TEST },
    to: { pathNot: '^packages/core/' },
  },
]
