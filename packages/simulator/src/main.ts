import { readConfig } from './config.ts'
import { type Simulator, startSimulator } from './simulator.ts'

const stop = (simulator: Simulator) => {
  simulator.close().then(
    () => process.exit(0),
    (error: unknown) => fail(error),
  )
}

function fail(error: unknown): never {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

try {
  const simulator = await startSimulator(readConfig())
  process.once('SIGTERM', () => stop(simulator))
  process.once('SIGINT', () => stop(simulator))
  process.stdout.write(
    `${JSON.stringify({ level: 'info', msg: 'simulator listening', url: simulator.url })}\n`,
  )
} catch (error) {
  fail(error)
}
