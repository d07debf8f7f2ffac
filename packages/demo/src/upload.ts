// Puts the demo pictures into the simulated object storage; what is there already stays.
import { readFile } from 'node:fs/promises'
import { env } from 'node:process'
import { pictureKeys, pictureObjectKey, picturePath } from './pictures.ts'

const AT_ONCE = 8

const simulator = required('SIMULATOR_URL')
const { bucket } = JSON.parse(await readFile(required('OSS_FILE'), 'utf8')) as { bucket: string }

const listed = (await (await fetch(`${simulator}/__sim/objects`)).json()) as { key: string }[]
const there = new Set(listed.map(({ key }) => key))
const missing = pictureKeys.filter((key) => !there.has(pictureObjectKey(key)))

async function upload(): Promise<void> {
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

function required(name: string): string {
  const value = env[name]
  if (!value) throw new Error(`${name} is missing`)
  return value
}
