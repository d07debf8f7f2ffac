import type { Guard } from './guard.ts'
import { secretFindings } from './secrets.ts'
import { serviceFindings } from './services.ts'
import { textFindings } from './texts.ts'
import { TOOLS } from './tools.ts'
import { textFiles } from './tree.ts'

/** Everything that `npm run check` holds up, the cheap guards first. */
export const GUARDS: readonly Guard[] = [
  {
    name: 'words',
    keeps: 'files of at most 300 lines, no test skipped, no TODO without an issue',
    run: async (root) => textFindings(await textFiles(root)),
  },
  {
    name: 'secrets',
    keeps: 'no key, registry host or path of one machine',
    run: async (root) => secretFindings(await textFiles(root)),
  },
  {
    name: 'sameness',
    keeps: 'eight services of one shape',
    run: async (root) => serviceFindings(await textFiles(root)),
  },
  ...TOOLS,
]
