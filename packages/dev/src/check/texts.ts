import type { Findings } from './guard.ts'
import type { TextFile } from './tree.ts'

const MOST_LINES = 300
/** A test file is a list of sentences: it may be longer than code that has to be held in the head. */
const MOST_TEST_LINES = 500
const CODE = /\.(m|c)?[jt]sx?$/
const TEST = /\.test\.ts$|\/test\//
const DATA = /(^|\/)(data|vectors|fixtures)\//
const PROSE = /\.(md|ya?ml|json|proto|prisma|sql|lua|sh|tpl)$|(^|\/)Dockerfile$/
const OWN_RULES = /^packages\/dev\/(src\/check|test\/guards)/ // they spell out what they look for

type Rule = { readonly files: (path: string) => boolean; readonly word: RegExp; readonly say: string }

const RULES: readonly Rule[] = [
  {
    files: (path) => TEST.test(path),
    // A capability of the system under test may decide: the operating system, or which gateway is up.
    word: /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:(?:skip|only|todo|skipIf)\b|runIf\((?!gateway\.|process\.platform\b))|\bx(?:it|test|describe)\(/,
    say: 'a test that does not always run: repair it or delete it',
  },
  {
    files: (path) => CODE.test(path) || PROSE.test(path),
    word: /\b(?:TODO|FIXME|HACK)\b(?!.*#\d+)/,
    say: 'no issue number: do it now, or write the issue and name it',
  },
  {
    files: (path) => CODE.test(path),
    word: /(?:oxlint|eslint)-disable(?!.* -- )/,
    say: 'a rule switched off without a reason: add " -- why"',
  },
]

/** Words that must not stay, and files that nobody reads to the end. */
export function textFindings(files: readonly TextFile[]): Findings {
  return files
    .filter(({ path }) => !OWN_RULES.test(path))
    .flatMap((file) => [...tooLong(file), ...words(file)])
}

function tooLong({ path, text }: TextFile): Findings {
  if (!CODE.test(path) || DATA.test(path)) return []
  const lines = text.split('\n').length - 1
  const most = TEST.test(path) ? MOST_TEST_LINES : MOST_LINES
  return lines > most ? [`${path}: ${lines} lines, at most ${most}: split it by what changes together`] : []
}

function words({ path, text }: TextFile): Findings {
  const rules = RULES.filter(({ files }) => files(path))
  if (rules.length === 0) return []
  return text
    .split('\n')
    .flatMap((line, index) =>
      rules.filter(({ word }) => word.test(line)).map(({ say }) => `${path}:${index + 1}: ${say}`),
    )
}
