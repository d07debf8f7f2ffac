import type { SimulatorOptions } from './simulator.ts'

/** SIM_PORT, SIM_PUBLIC_PORT, SIM_HOST, SIM_DATA_DIR, SIM_KEYS_DIR, SIM_CONTROL, SIM_SEED, SIM_ACCOUNTS_FILE. Throws with all problems at once. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): SimulatorOptions {
  const problems: string[] = []
  const port = Number(env.SIM_PORT)
  if (!isPort(port)) problems.push('SIM_PORT must be a port number')
  const publicPort = Number(env.SIM_PUBLIC_PORT || port)
  if (!isPort(publicPort)) problems.push('SIM_PUBLIC_PORT must be a port number')
  const keysDir = env.SIM_KEYS_DIR ?? ''
  if (keysDir === '') problems.push('SIM_KEYS_DIR is missing')
  if (problems.length > 0) throw new Error(problems.join('; '))
  return {
    port,
    ...(publicPort !== port && { publicPort }),
    keysDir,
    host: env.SIM_HOST || '127.0.0.1',
    control: env.SIM_CONTROL === '1',
    ...(env.SIM_DATA_DIR && { dataDir: env.SIM_DATA_DIR }),
    ...(env.SIM_SEED && { seed: env.SIM_SEED }),
    ...(env.SIM_ACCOUNTS_FILE && { accountsFile: env.SIM_ACCOUNTS_FILE }),
  }
}

const isPort = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 65_535
