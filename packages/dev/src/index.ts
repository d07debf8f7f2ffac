/** Servers, schemas, migrations and the supervisor behind `npm start` and `npm test`. */
export { type Addresses, readAddresses } from './addresses.ts'
export { buildWeapp } from './build-web.ts'
export { CHROMIUM_FLAGS, findChromium } from './chromium.ts'
export { crash, hold, release } from './control.ts'
export * from './database.ts'
export { type Definition, handledBy, loadDefinition } from './docs/definition.ts'
export { type Instance, startInstance } from './instance.ts'
export {
  generatePlatformKeys,
  jwtKeys,
  type PrivateJwtKeys,
  type PublicJwtKeys,
  writeKeyFile,
} from './keys.ts'
export { type OwnNats, ownNats } from './own-nats.ts'
export { inRoot, local, ROOT } from './paths.ts'
export { freePort, isFree } from './ports.ts'
export { SERVICES, type ServiceName, serviceName } from './services.ts'
export { startTestInfra, type TestInfra } from './test-infra.ts'
export { startTestPlatform, type TestPlatform } from './test-platform.ts'
