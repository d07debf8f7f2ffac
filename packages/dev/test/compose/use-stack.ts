import { afterAll } from 'vitest'
import { type Docker, findDocker } from '../../src/compose/docker.ts'
import { HAD_IMAGES, type Had, hadImages } from '../../src/compose/published-images.ts'
import { openStack, type Stack } from '../../src/compose/stack.ts'
import { portBase, portPlan } from '../../src/ports.ts'

/** The stack of this file: on LINLI_PORT_BASE, removed with its data after the file's tests. */
export function useStack(): { docker: Docker; stack: Stack } {
  const docker = findDocker()
  const found = process.env[HAD_IMAGES]
  const images = found ? new Map(JSON.parse(found) as [string, Had][]) : hadImages(docker)
  const stack = openStack({ docker, images, ports: portPlan(portBase()) })
  afterAll(() => stack.remove())
  return { docker, stack }
}
