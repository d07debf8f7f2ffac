// Start, run and stop one service process: the same for all eight.
export { BaseConfig, ConfigError, loadConfig } from './config.ts'
export {
  type BaseDeps,
  defineService,
  type ServiceDefinition,
  type ServiceDeps,
  type Settings,
} from './define-service.ts'
export { type LaunchOptions, launch, type Running } from './launch.ts'
export { createLogger, type Log } from './logger.ts'
export { run } from './run.ts'
export { publishTokenVersion } from './token-states.ts'
export { createVault, type Vault } from './vault.ts'
