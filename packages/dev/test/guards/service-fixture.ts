import { SERVICES } from '../../src/services.ts'
import type { Files } from './fixture.ts'

const capital = (name: string): string => name[0]?.toUpperCase() + name.slice(1)

const EVENTS = 'create table outbox ();\n'

function serviceFiles(name: string): Files {
  const folder = `services/${name}-service`
  return {
    [`${folder}/package.json`]: JSON.stringify({
      name: `@linli/${name}-service`,
      type: 'module',
      scripts: {},
    }),
    [`${folder}/src/main.ts`]: `import { ${name}Service } from './service.ts'\n\nrun(${name}Service)\n`,
    [`${folder}/src/service.ts`]: `export const ${name}Service = defineService({\n  name: '${name}',\n})\n`,
    [`${folder}/src/errors.ts`]: `export const ${capital(name)}Errors = {}\n`,
    [`${folder}/prisma/migrations/0001_events/migration.sql`]: EVENTS,
    [`${folder}/src/things/thing.store.ts`]: 'export const loadThing = () => 1\n',
  }
}

/** Eight services of one shape, small. */
export const EIGHT_SERVICES: Files = Object.assign(
  { 'packages/events/tables/events.sql': EVENTS },
  ...SERVICES.map(serviceFiles),
)
