import type { SimulatorOptions } from './simulator.ts'

/** SIM_PORT, SIM_HOST, SIM_DATA_DIR, SIM_KEYS_DIR, SIM_CONTROL, SIM_SEED, SIM_ACCOUNTS_FILE. Throws with all problems at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): SimulatorOptions {
  const problems: string[] = []
  const port = Number(env.SIM_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('SIM_PORT must be a port number')
  const keysDir = env.SIM_KEYS_DIR ?? ''
  if (keysDir === '') problems.push('SIM_KEYS_DIR is missing')
  if (problems.length > 0) throw new Error(problems.join('; '))
  return {
    port,
    keysDir,
    host: env.SIM_HOST || '127.0.0.1',
    control: env.SIM_CONTROL === '1',
    ...(env.SIM_DATA_DIR && { dataDir: env.SIM_DATA_DIR }),
    ...(env.SIM_SEED && { seed: env.SIM_SEED }),
    ...(env.SIM_ACCOUNTS_FILE && { accountsFile: env.SIM_ACCOUNTS_FILE }),
  }
}
