import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const FRONTENDS = resolve(import.meta.dirname, '../../../frontends')
const SLOW_MS = 60_000

/** Pages as they are, with one field of an answer by its name in the OpenAPI and by another. */
const PAGES = [
  {
    app: 'user-miniapp',
    file: 'src/pkg-order/detail/index.tsx',
    known: 'order.orderNo',
    unknown: 'order.orderNumber',
  },
  {
    app: 'merchant-miniapp',
    file: 'src/pkg-desk/order/index.tsx',
    known: 'orderNo, createdAt',
    unknown: 'orderNumber: orderNo, createdAt',
  },
  {
    app: 'admin-web',
    file: 'src/pages/orders/timeline.ts',
    known: 'step.traceId',
    unknown: 'step.traceNumber',
  },
] as const

/** Messages of the type checker about one file of a front end, as the file is or as it would be with `change`. */
function complaints(app: string, file: string, change: (text: string) => string): string[] {
  const folder = join(FRONTENDS, app)
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const path = join(folder, file)
  const host = ts.createCompilerHost(options)
  const read = host.readFile
  host.readFile = (name) => {
    const text = read(name)
    return name === path && text !== undefined ? change(text) : text
  }
  const declarations = fileNames.filter((name) => name.endsWith('.d.ts'))
  const program = ts.createProgram([path, ...declarations], options, host)
  const source = program.getSourceFile(path)
  if (!source) throw new Error(`${path} is not there`)
  return program
    .getSemanticDiagnostics(source)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

test.each(PAGES)(
  'a page of $app does not compile with a field that the OpenAPI lacks',
  ({ app, file, known, unknown }) => {
    expect(complaints(app, file, (text) => text)).toEqual([])
    const field = /\w*Number/.exec(unknown)?.[0]
    const found = complaints(app, file, (text) => text.replaceAll(known, unknown))
    expect(found.join('\n')).toContain(`Property '${field}' does not exist on type`)
  },
  SLOW_MS,
)
