import { readFile } from 'node:fs/promises'
import { bannerObjectKey, bannerPicture } from './banner-picture.ts'
import { banners } from './data/banners.ts'
import { pictureKeys, pictureObjectKey, picturePath } from './pictures.ts'

const AT_ONCE = 8

type Storage = {
  /** Origin of the simulator. */
  readonly simulator: string
  readonly bucket: string
}

const PICTURES = [
  ...pictureKeys.map((key) => ({ name: pictureObjectKey(key), read: () => readFile(picturePath(key)) })),
  ...banners.map((banner) => ({
    name: bannerObjectKey(banner),
    read: async () => Buffer.from(bannerPicture(banner)),
  })),
]

/** Puts the demo pictures into the simulated object storage; what is there already stays. */
export async function uploadPictures({ simulator, bucket }: Storage): Promise<void> {
  const listed = (await (await fetch(`${simulator}/__sim/objects`)).json()) as { key: string }[]
  const there = new Set(listed.map(({ key }) => key))
  const missing = PICTURES.filter(({ name }) => !there.has(name))
  const upload = async (): Promise<void> => {
    for (let next = missing.pop(); next; next = missing.pop()) {
      const response = await fetch(`${simulator}/__sim/objects/${bucket}/${next.name}`, {
        method: 'PUT',
        headers: { 'content-type': 'image/svg+xml' },
        body: await next.read(),
      })
      if (!response.ok) throw new Error(`${next.name}: HTTP ${response.status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, upload))
}
