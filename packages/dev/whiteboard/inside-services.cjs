/** Inside a service the suffix of a file is its role; a rule names a role and the only things it may import. */
const { TEST } = require('./test-files.cjs')

/** `<verb>-<noun>.ts` is a command; any other bare file of a slice is a noun. A new verb is a new word here. */
const VERBS =
  `accept activate add adjust advance allocate apply approve arrive assign ban bind book cancel change
  charge check claim clear close collect commit complete confirm consume correct count create credit deactivate
  debit deduct delete deliver disable dispatch earn edit enable ensure erase exchange expire extend fail finish forget
  freeze fulfil give grant handle hold import increment insert invite issue join leave lock login logout mark merge
  move notify open pack park pause pay pick place prepare prepay process publish purge push put queue rebuild
  receive reconcile record redeem redrive refresh refund register reject release remove rename reopen reorder
  repair replace reprice request reserve reset resolve restock restore resume retry return reveal reverse review revoke rotate
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
const DEPS = `${OWN}/deps\\.ts$` // for its type `Work`
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

module.exports = [
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
    may: [CORE, PROTO, EVENTS, ERRORS, DEPS, NOUNS_AND_COMMANDS, OWN_STORES, PRISMA, CRYPTO],
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
    may: [CORE, PROTO, EVENTS, ERRORS, DEPS, NOUNS_AND_COMMANDS, OWN_STORES, CRYPTO],
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
    name: 'deps-by-type',
    comment:
      'Stores and commands take `Work` as an argument: of deps.ts they may know types alone (`import type`).',
    severity: 'error',
    from: {
      path: '^services/([^/]+)/src/[^/]+/',
      pathNot: [TEST, '/src/generated/', '\\.(routes|rpc|subscriptions|jobs)\\.ts$', `/${FACTS}`],
    },
    to: { path: DEPS, dependencyTypesNot: ['type-only'] },
  },
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
