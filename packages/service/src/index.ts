// Start, run and stop one service process: the same for all eight.
export { BaseConfig, ConfigError, loadConfig } from './config.ts'
export { defineService, type ServiceDefinition, type Settings } from './define-service.ts'
export { type LaunchOptions, launch, type Running } from './launch.ts'
export { createLogger, type Log } from './logger.ts'
export { run } from './run.ts'
export type { BaseDeps, ServiceDeps } from './service-deps.ts'
export { publishTokenVersion } from './token-states.ts'
export { createVault, type Vault } from './vault.ts'
