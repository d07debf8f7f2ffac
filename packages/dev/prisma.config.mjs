// The prisma.config.ts of every service calls this. Prisma downloads a schema engine at first use; the stand-in
// answers from Prisma's own WASM build instead, so that generating and migrating work offline.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'prisma/config'

const engine = fileURLToPath(new URL('./src/prisma/schema-engine.mjs', import.meta.url))

/** `PRISMA_USE_NATIVE_ENGINE=1` lets the CLI fetch its own binary. */
export function prismaConfig() {
  if (!process.env.PRISMA_USE_NATIVE_ENGINE && existsSync(engine))
    process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= engine
  return defineConfig({
    schema: 'prisma/schema.prisma',
    migrations: { path: 'prisma/migrations' },
    // `generate` needs no database; authoring sets DATABASE_URL to the owner's URL with ?schema=<service>.
    datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset@127.0.0.1:1/unset' },
  })
}
