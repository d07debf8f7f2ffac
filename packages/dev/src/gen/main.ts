// `npm run gen` writes the documents that are made from code and reviewed in git; `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { documents } from '../docs/documents.ts'

const check = process.argv.includes('--check')
const stale = (await documents()).filter(({ path, text }) => read(path) !== text)

for (const { path, text } of stale) {
  if (check) console.error(`${path} is stale: run npm run gen`)
  else writeFileSync(path, text)
}
if (!check)
  console.log(`documents: ${stale.length === 0 ? 'all fresh' : stale.map(({ path }) => path).join(', ')}`)
process.exit(check && stale.length > 0 ? 1 : 0)

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // not written yet: stale
  }
}
