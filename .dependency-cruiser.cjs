/**
 * The whiteboard of imports (architecture.md §7) as rules. Inside a service the suffix of a file is its role;
 * a rule names a role and the only things it may import.
 */

// ---- between packages -----------------------------------------------------------------------------------

/** What the production code of each workspace package may import of the others. Tests may add `testing`. */
const ARROWS = {
  'packages/core': [],
  proto: [],
  'packages/http': ['packages/core'],
  'packages/grpc': ['packages/core', 'proto'],
  'packages/events': ['packages/core', 'proto'],
  'packages/service': ['packages/core', 'packages/http', 'packages/grpc', 'packages/events', 'proto'],
  'packages/testing': [
    'packages/core',
    'packages/http',
    'packages/grpc',
    'packages/events',
    'packages/service',
    'packages/dev',
    'proto',
  ],
  'packages/api-client': ['packages/core'],
  'packages/simulator': [],
  'packages/demo': ['packages/core'],
  'packages/dev': ['packages/core'],
  'packages/bench': ['packages/core'],
  'gateway/local': ['packages/core'],
}

const ANY_WORKSPACE = '^(packages|services|frontends|gateway|proto)/'
const TEST = '(\\.test\\.ts$|/test/)'

const packageArrows = Object.entries(ARROWS).map(([from, to]) => ({
  name: `arrows-of-${from.replace('packages/', '').replace('/', '-')}`,
  comment: `${from} may import only ${to.join(', ') || 'nothing of ours'} (architecture.md §7).`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: TEST },
  to: { path: ANY_WORKSPACE, pathNot: [from, ...to].map((path) => `^${path}/`) },
}))

const betweenPackages = [
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
    from: { path: '^services/', pathNot: TEST },
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
    from: { path: '^((packages|services|frontends)/[^/]+|gateway/local|proto)/' },
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

// ---- inside a service -----------------------------------------------------------------------------------

/** `<verb>-<noun>.ts` is a command; any other bare file of a slice is a noun. A new verb is a new word here. */
const VERBS =
  `accept activate add adjust advance allocate apply approve arrive assign ban bind book cancel change
  charge check claim clear close collect commit complete confirm consume correct count create credit deactivate
  debit deduct delete deliver disable dispatch earn edit enable ensure exchange expire extend fail finish forget
  freeze fulfil give grant handle hold import increment insert invite issue join leave lock login logout mark merge
  move notify open pack park pause pay pick place prepare prepay process publish purge push put queue rebuild
  receive reconcile record redeem redrive refresh refund register reject release remove rename reopen reorder
  repair replace request reserve reset resolve restock restore resume retry return reverse review revoke rotate
  run save schedule seed select sell send set settle ship sign spend start stop submit sync take transfer unbind
  undo unfreeze unlock unpublish update upload use verify withdraw write`.split(/\s+/)

const SLICE = '^services/([^/]+)/src/([^/]+)' // $1 is the service, $2 the slice
const OWN = '^services/$1/src'
const COMMAND = `(${VERBS.join('|')})-[^/.]+\\.ts$`
const FACTS = 'gather-[^/.]+\\.ts$'

const CORE = '^packages/core/'
const PROTO = '^proto/gen/'
const EVENTS = '^packages/events/'
const SHARED = '^packages/(core|service|http|grpc|events)/'
const ERRORS = `${OWN}/errors\\.ts$`
const ROOT = `${OWN}/(config|deps|errors)\\.ts$`
const NOUNS_AND_COMMANDS = `${OWN}/[^/]+/[^/.]+\\.ts$`
const OWN_STORES = `${OWN}/$2/[^/]+\\.store\\.ts$`
const SCHEMAS = `${OWN}/[^/]+/[^/]+\\.schema\\.ts$`
const CLIENTS = `${OWN}/[^/]+/[^/]+\\.client\\.ts$`
const PRISMA = `(${OWN}/generated/|node_modules/(@prisma/|pg/|@types/pg/))`
const TYPEBOX = 'node_modules/(typebox|@fastify/type-provider-typebox)/'
const CRYPTO = '^(node:)?(crypto|buffer)$'
const NODE = '^(node:)?[a-z_]+(/promises)?$'

/** Files of one role may import only `may`. */
const role = ({ name, file, not = [], may, comment }) => ({
  name: `role-${name}`,
  comment,
  severity: 'error',
  from: { path: `${SLICE}/${file}`, pathNot: [TEST, '/src/generated/', ...not] },
  to: { pathNot: may },
})

const insideServices = [
  role({
    name: 'noun',
    comment:
      '<noun>.ts is pure: core, generated proto types, errors and other nouns. No store, no IO, no Prisma.',
    file: '[^/.]+\\.ts$',
    not: [`/${COMMAND}`, `/${FACTS}`],
    may: [CORE, PROTO, ERRORS, NOUNS_AND_COMMANDS, CRYPTO],
  }),
  {
    name: 'noun-imports-no-command',
    comment: '<noun>.ts decides, a command acts: the arrow points from the command to the noun.',
    severity: 'error',
    from: { path: `${SLICE}/[^/.]+\\.ts$`, pathNot: [TEST, `/${COMMAND}`, `/${FACTS}`] },
    to: { path: [`${OWN}/[^/]+/${COMMAND}`, `${OWN}/[^/]+/${FACTS}`] },
  },
  role({
    name: 'schema',
    comment:
      '<noun>.schema.ts holds wire shapes and views: TypeBox, nouns, other schemas; of its store the types.',
    file: '[^/]+\\.schema\\.ts$',
    may: [CORE, PROTO, '^packages/http/', ERRORS, NOUNS_AND_COMMANDS, SCHEMAS, OWN_STORES, TYPEBOX],
  }),
  {
    name: 'schema-knows-the-store-by-type',
    comment: 'A view is made from rows that it is given.',
    severity: 'error',
    from: { path: `${SLICE}/[^/]+\\.schema\\.ts$` },
    to: { path: '\\.store\\.ts$', dependencyTypesNot: ['type-only'] },
  },
  role({
    name: 'store',
    comment: '<noun>.store.ts loads, changes and lists; it knows Prisma, SQL and nouns, and decides nothing.',
    file: '[^/]+\\.store\\.ts$',
    may: [CORE, PROTO, EVENTS, ERRORS, NOUNS_AND_COMMANDS, OWN_STORES, PRISMA, CRYPTO],
  }),
  {
    name: 'store-imports-no-command',
    comment: 'The arrow points from the command to the store.',
    severity: 'error',
    from: { path: `${SLICE}/[^/]+\\.store\\.ts$` },
    to: { path: [`${OWN}/[^/]+/${COMMAND}`, `${OWN}/[^/]+/${FACTS}`] },
  },
  role({
    name: 'command',
    comment:
      'A command is (work, input): stores of its slice, nouns, other commands, events. No network, no doors.',
    file: COMMAND,
    may: [CORE, PROTO, EVENTS, ERRORS, NOUNS_AND_COMMANDS, OWN_STORES, CRYPTO],
  }),
  role({
    name: 'door',
    comment: 'Doors parse, gather facts, call commands of any noun and stores of their own, and answer.',
    file: '[^/]+\\.(routes|rpc|subscriptions|jobs)\\.ts$',
    may: [
      SHARED,
      PROTO,
      ROOT,
      NOUNS_AND_COMMANDS,
      SCHEMAS,
      OWN_STORES,
      CLIENTS,
      TYPEBOX,
      NODE,
      'node_modules/fastify/',
    ],
  }),
  role({
    name: 'facts',
    comment:
      'gather-<noun>.ts asks other services and reads the own store before the transaction; it changes nothing.',
    file: FACTS,
    may: [SHARED, PROTO, ROOT, NOUNS_AND_COMMANDS, OWN_STORES, CLIENTS, CRYPTO],
  }),
  {
    name: 'facts-change-nothing',
    comment: 'Read before the transaction (house rule 5).',
    severity: 'error',
    from: { path: `${SLICE}/${FACTS}` },
    to: { path: `${OWN}/[^/]+/${COMMAND}` },
  },
  role({
    name: 'client',
    comment: '<provider>.client.ts speaks to another company over HTTP; it knows nouns and no database.',
    file: '[^/]+\\.client\\.ts$',
    may: [SHARED, ERRORS, NOUNS_AND_COMMANDS, CLIENTS, NODE, 'node_modules/undici/'],
  }),
  {
    name: 'prisma-in-stores',
    comment: 'Prisma and pg are known to *.store.ts and deps.ts alone.',
    severity: 'error',
    from: {
      path: '^services/([^/]+)/src/',
      pathNot: [TEST, '/src/generated/', '\\.store\\.ts$', '/src/deps\\.ts$'],
    },
    to: { path: PRISMA },
  },
  {
    name: 'errors-are-a-table',
    comment: 'errors.ts imports core alone.',
    severity: 'error',
    from: { path: '^services/[^/]+/src/errors\\.ts$' },
    to: { pathNot: CORE },
  },
  {
    name: 'config-is-a-schema',
    comment: 'config.ts describes the environment: TypeBox and the shared parts of it.',
    severity: 'error',
    from: { path: '^services/[^/]+/src/config\\.ts$' },
    to: { pathNot: [CORE, '^packages/service/', TYPEBOX] },
  },
  {
    name: 'deps-know-no-slice-but-clients',
    comment: 'deps.ts connects: database, typed clients, keys. It may not reach into a slice.',
    severity: 'error',
    from: { path: '^services/([^/]+)/src/deps\\.ts$' },
    to: { path: OWN, pathNot: [ROOT, CLIENTS, `${OWN}/generated/`, NOUNS_AND_COMMANDS] },
  },
  {
    name: 'nobody-imports-main-or-service',
    comment: 'service.ts is the table of contents: main.ts, tests, e2e and generators read it.',
    severity: 'error',
    from: { path: '^services/[^/]+/src/', pathNot: [TEST, '/src/main\\.ts$'] },
    to: { path: '^services/[^/]+/src/(main|service)\\.ts$' },
  },
]

const hygiene = [
  {
    name: 'no-circular',
    comment:
      'Of two files that need each other, one holds something that belongs in a third or in the other.',
    severity: 'error',
    from: {},
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
        '\\.d\\.ts$',
        '/(main|index)\\.ts$',
        '^proto/',
        '\\.(c|m)?js$',
        '\\.config\\.ts$',
        '/src/bin/',
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

module.exports = {
  forbidden: [...betweenPackages, ...insideServices, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.local|fixtures)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    builtInModules: { add: ['node:test', 'node:sqlite'] },
  },
}
