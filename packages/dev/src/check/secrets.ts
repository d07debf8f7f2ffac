import type { Findings } from './guard.ts'
import type { TextFile } from './tree.ts'

const VECTORS = /(^|\/)vectors\// // published by their providers, worthless
const OWN_RULES = /^packages\/dev\/(src\/check|test\/guards)/
const KEY_FILE = /(^|\/)(\.env(\.(?!example)\w+)?|\.npmrc|[^/]+\.(pem|key|p12|pfx))$/

type Rule = { readonly word: RegExp; readonly say: string; readonly vectors?: 'allowed' }

const RULES: readonly Rule[] = [
  {
    word: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/]{40}/,
    say: 'a private key: keys are made at first start, in .local/keys',
    vectors: 'allowed',
  },
  { word: /"kty"\s*:\s*"OKP"[^}]*"d"\s*:\s*"[\w-]{40}/, say: 'a private JWK', vectors: 'allowed' },
  {
    word: /\b(?:AKIA[0-9A-Z]{16}|LTAI[0-9A-Za-z]{16,}|gh[pousr]_[0-9A-Za-z]{36}|npm_[0-9A-Za-z]{36}|xox[abp]-[\w-]{20})/,
    say: 'an access key',
    vectors: 'allowed',
  },
  {
    word: /(?:https?:)?\/\/[\w.-]*\b(?:registry|npmmirror|verdaccio|artifactory|nexus)\b[\w.-]*/i,
    say: 'a registry host: every machine has its own',
  },
  {
    word: /^\s*(?:registry|\/\/[^\s=]+:_authToken)\s*=/m,
    say: 'a registry setting: every machine has its own',
  },
  {
    word: /(?<![\w.~$}:/-])\/(?:work|root|opt\/n24|home\/(?!node\b)[a-z][\w-]*|Users\/[A-Za-z][\w-]*|tmp\/bash_jobs)\//,
    say: 'a path of one machine: build it from the root of the repository',
  },
]

/** Things that belong to one machine or to nobody else's eyes. */
export function secretFindings(files: readonly TextFile[]): Findings {
  return files
    .filter(({ path }) => !OWN_RULES.test(path))
    .flatMap((file) => (file.path === 'pnpm-lock.yaml' ? lockfile(file) : [...keyFile(file), ...words(file)]))
}

const keyFile = ({ path }: TextFile): Findings =>
  KEY_FILE.test(path) && !VECTORS.test(path)
    ? [`${path}: a file of secrets or of one machine's settings`]
    : []

function words({ path, text }: TextFile): Findings {
  return RULES.filter(({ vectors }) => !(vectors === 'allowed' && VECTORS.test(path))).flatMap(
    ({ word, say }) => {
      const hit = word.exec(text)
      return hit === null ? [] : [`${path}:${lineOf(text, hit.index)}: ${say}`]
    },
  )
}

/** A lockfile names versions and hashes; an address in it is the registry of the machine that wrote it. */
function lockfile({ path, text }: TextFile): Findings {
  const hit = /\btarball:|https?:\/\//.exec(text)
  return hit === null ? [] : [`${path}:${lineOf(text, hit.index)}: an address of a package`]
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length
