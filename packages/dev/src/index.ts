/** Servers, schemas, migrations and the supervisor behind `npm start` and `npm test`. */
export * from './database.ts'
export { jwtKeys, type PrivateJwtKeys, type PublicJwtKeys, writeKeyFile } from './keys.ts'
export { migrateDeploy, migrationNames } from './migrate.ts'
export { inRoot, ROOT } from './paths.ts'
export { freePort } from './ports.ts'
export { SERVICES, type ServiceName, serviceName } from './services.ts'
export { startTestInfra, type TestInfra } from './test-infra.ts'
