import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ROOT } from '../paths.ts'

/** Of two clients the distribution's own has BuildKit inside; another one may lack the plugin for it. */
const CLIENTS = [process.env.DOCKER_BIN, '/usr/bin/docker', 'docker']

const MEGABYTES = 1024 * 1024

type Environment = Readonly<Record<string, string>>

export interface Answer {
  status: number
  stdout: string
  stderr: string
}

export interface Docker {
  /** `Docker 28.1, Compose 2.40`, for the output. */
  readonly versions: string
  /** Runs the client; the caller judges the exit code. */
  docker(args: readonly string[]): Answer
  /** The same with compose, whichever of the two is here. */
  compose(args: readonly string[], environment?: Environment): Answer
}

/** @throws Error that says what is missing: an engine that answers, or compose */
export function findDocker(): Docker {
  const client = CLIENTS.find((file) => file && (file === 'docker' || existsSync(file))) ?? 'docker'
  const engine = run(client, ['version', '--format', '{{.Server.Version}}'])
  if (engine.status !== 0)
    throw new Error(
      `no Docker engine answers: start one (dockerd), as root or in the group docker\n${engine.stderr}`,
    )
  const [command = '', ...prefix] = findCompose(client)
  const compose = (args: readonly string[], environment: Environment = {}) =>
    run(command, [...prefix, ...args], { ...BUILDKIT, ...environment })
  const version = compose(['version', '--short']).stdout.trim()
  return {
    versions: `Docker ${engine.stdout.trim()}, Compose ${version}`,
    docker: (args) => run(client, args, BUILDKIT),
    compose,
  }
}

/** Old clients must be asked for it. */
const BUILDKIT = { DOCKER_BUILDKIT: '1', COMPOSE_DOCKER_CLI_BUILD: '1' }

function findCompose(client: string): string[] {
  const known = [[client, 'compose'], ['docker-compose']]
  const found = known.find(([file = '', ...args]) => run(file, [...args, 'version', '--short']).status === 0)
  if (!found) throw new Error('there is no docker compose: install its plugin, or docker-compose')
  return found
}

function run(file: string, args: readonly string[], environment: Environment = {}): Answer {
  // The client's own folder goes first, so that docker-compose builds with the same one.
  const path = file.startsWith('/') ? `${file.slice(0, file.lastIndexOf('/'))}:` : '/usr/bin:'
  const done: SpawnSyncReturns<string> = spawnSync(file, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 256 * MEGABYTES,
    env: { ...process.env, ...environment, PATH: `${path}${process.env.PATH}` },
  })
  return {
    status: done.status ?? 1,
    stdout: done.stdout ?? '',
    stderr: done.stderr || (done.error?.message ?? ''),
  }
}
