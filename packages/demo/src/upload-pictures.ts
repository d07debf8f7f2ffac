import { readFile } from 'node:fs/promises'
import { pictureKeys, pictureObjectKey, picturePath } from './pictures.ts'

const AT_ONCE = 8

type Storage = {
  /** Origin of the simulator. */
  readonly simulator: string
  readonly bucket: string
}

/** Puts the demo pictures into the simulated object storage; what is there already stays. */
export async function uploadPictures({ simulator, bucket }: Storage): Promise<void> {
  const listed = (await (await fetch(`${simulator}/__sim/objects`)).json()) as { key: string }[]
  const there = new Set(listed.map(({ key }) => key))
  const missing = pictureKeys.filter((key) => !there.has(pictureObjectKey(key)))
  const upload = async (): Promise<void> => {
    for (let key = missing.pop(); key; key = missing.pop()) {
      const response = await fetch(`${simulator}/__sim/objects/${bucket}/${pictureObjectKey(key)}`, {
        method: 'PUT',
        headers: { 'content-type': 'image/svg+xml' },
        body: await readFile(picturePath(key)),
      })
      if (!response.ok) throw new Error(`${key}: HTTP ${response.status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, upload))
}
