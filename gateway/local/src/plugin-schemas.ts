import { type Static, Type } from 'typebox'

// What gateway/local implements of each plugin; whatever is not here stops the start. Names and defaults are Kong 3.9's.
const closed = { additionalProperties: false } as const

const RedisSettings = Type.Object(
  {
    host: Type.String(),
    port: Type.Integer({ default: 6379 }),
    username: Type.Optional(Type.String()),
    password: Type.Optional(Type.String()),
    database: Type.Integer({ default: 0 }),
    ssl: Type.Boolean({ default: false }),
    timeout: Type.Integer({ default: 2000 }),
  },
  closed,
)

const Limit = Type.Optional(Type.Integer({ minimum: 1 }))

export const pluginSchemas = {
  'correlation-id': Type.Object(
    {
      header_name: Type.String(),
      generator: Type.Literal('uuid'),
      echo_downstream: Type.Literal(true),
    },
    closed,
  ),
  cors: Type.Object(
    {
      origins: Type.Array(Type.String(), { minItems: 1 }),
      methods: Type.Array(Type.String(), { minItems: 1 }),
      headers: Type.Array(Type.String(), { minItems: 1 }),
      exposed_headers: Type.Array(Type.String()),
      credentials: Type.Literal(false),
      max_age: Type.Integer(),
      preflight_continue: Type.Literal(false),
    },
    closed,
  ),
  jwt: Type.Object(
    {
      key_claim_name: Type.String(),
      claims_to_verify: Type.Tuple([Type.Literal('exp')]),
      // Kong's default also takes ?jwt=…: a token in an address ends in logs.
      uri_param_names: Type.Array(Type.String(), { maxItems: 0 }),
      cookie_names: Type.Array(Type.String(), { maxItems: 0 }),
    },
    closed,
  ),
  acl: Type.Object(
    {
      allow: Type.Array(Type.String(), { minItems: 1 }),
      hide_groups_header: Type.Boolean({ default: false }),
    },
    closed,
  ),
  'request-size-limiting': Type.Object(
    {
      allowed_payload_size: Type.Integer({ minimum: 1 }),
      size_unit: Type.Union([Type.Literal('megabytes'), Type.Literal('kilobytes'), Type.Literal('bytes')]),
      require_content_length: Type.Literal(false),
    },
    closed,
  ),
  'rate-limiting': Type.Object(
    {
      second: Limit,
      minute: Limit,
      hour: Limit,
      day: Limit,
      limit_by: Type.Union([Type.Literal('ip'), Type.Literal('header')]),
      header_name: Type.Optional(Type.String()),
      hide_client_headers: Type.Boolean({ default: false }),
      policy: Type.Literal('redis'),
      sync_rate: Type.Number({ default: -1 }),
      fault_tolerant: Type.Boolean({ default: true }),
      redis: RedisSettings,
    },
    closed,
  ),
  prometheus: Type.Object(
    {
      status_code_metrics: Type.Literal(true),
      latency_metrics: Type.Literal(true),
      per_consumer: Type.Literal(false),
    },
    closed,
  ),
  'linli-envelope': Type.Object({}, closed),
}

export type PluginName = keyof typeof pluginSchemas
export type PluginConfigs = { [Name in PluginName]: Static<(typeof pluginSchemas)[Name]> }
/** The plugins of one route, service, or of everything: at most one of each name. */
export type PluginSet = Partial<PluginConfigs>
