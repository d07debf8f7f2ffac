import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const

/** A segment border at the end, whole segments before it: literals, any id (`[^/]+`), a UUID. */
const SEGMENT_SAFE = '^~(/[a-z0-9-]+|/\\[\\^/\\]\\+|/\\[0-9a-f-\\]\\{36\\})+(\\$|\\(/\\|\\$\\))$'

export const Plugin = Type.Object(
  { name: Type.String(), config: Type.Unsafe<unknown>({ default: {} }) },
  closed,
)

const Route = Type.Object(
  {
    name: Type.String(),
    methods: Type.Array(Type.String({ pattern: '^[A-Z]+$' }), { minItems: 1 }),
    paths: Type.Array(Type.String({ pattern: SEGMENT_SAFE }), { minItems: 1 }),
    strip_path: Type.Literal(false),
    plugins: Type.Array(Plugin, { default: [] }),
  },
  closed,
)

const Service = Type.Object(
  {
    name: Type.String(),
    url: Type.String({ pattern: '^http://[^/]+$' }),
    retries: Type.Integer({ minimum: 0 }),
    connect_timeout: Type.Integer({ minimum: 1 }),
    write_timeout: Type.Integer({ minimum: 1 }),
    read_timeout: Type.Integer({ minimum: 1 }),
    plugins: Type.Array(Plugin, { default: [] }),
    routes: Type.Array(Route, { minItems: 1 }),
  },
  closed,
)

const Credential = Type.Object(
  { key: Type.String(), algorithm: Type.Literal('EdDSA'), rsa_public_key: Type.String() },
  closed,
)

const Consumer = Type.Object(
  {
    username: Type.String(),
    acls: Type.Array(Type.Object({ group: Type.String() }, closed)),
    jwt_secrets: Type.Array(Credential, { minItems: 1 }),
  },
  closed,
)

/** The part of Kong's declarative format 3.0 that gateway/local runs. */
export const KongDocument = Type.Object(
  {
    _format_version: Type.Literal('3.0'),
    services: Type.Array(Service, { minItems: 1 }),
    consumers: Type.Array(Consumer),
    plugins: Type.Array(Plugin, { default: [] }),
  },
  closed,
)

export type KongDocument = Static<typeof KongDocument>
export type KongPlugin = Static<typeof Plugin>
export type KongConsumer = Static<typeof Consumer>
