import { testTier } from '../test-tier.ts'
import { findDocker } from './docker.ts'
import { HAD_IMAGES, hadImages } from './published-images.ts'

/**
 * `npm run test:compose`: builds the images and runs docker-compose.yml with a real engine. The last line is
 * `N passed, N failed`.
 */
export function testCompose(args: string[]): Promise<number> {
  const docker = findDocker()
  console.log(docker.versions)
  const images = hadImages(docker)
  for (const [name, had] of images)
    console.log(
      `  ${name.padEnd(21)} ${had.kind === 'none' ? 'cannot be had' : `${had.image} (${had.kind})`}`,
    )
  return testTier('compose', args, { ...process.env, [HAD_IMAGES]: JSON.stringify([...images]) })
}
