local typedefs = require "kong.db.schema.typedefs"

-- Global only: `rewrite`, where identity headers are stripped, runs for global plugins alone.
return {
  name = "linli-envelope",
  fields = {
    { consumer = typedefs.no_consumer },
    { service = typedefs.no_service },
    { route = typedefs.no_route },
    { protocols = typedefs.protocols_http },
    { config = { type = "record", fields = {} } },
  },
}
