import { existsSync } from 'node:fs'
import { expect, inject, test } from 'vitest'
import { schemaDrift } from '../src/new-migration.ts'
import { inRoot } from '../src/paths.ts'
import { SERVICES } from '../src/services.ts'

const services = SERVICES.filter((s) =>
  existsSync(inRoot('services', `${s}-service`, 'prisma', 'schema.prisma')),
)

test.each(services)('%s: the migrations lead to schema.prisma', { timeout: 60_000 }, async (service) => {
  expect(await schemaDrift(inject('linliInfra').postgres, service)).toBe('')
})
