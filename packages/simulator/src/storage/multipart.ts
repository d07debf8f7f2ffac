import { invalidArgument } from './oss-error.ts'

export type FormFile = { filename: string; contentType: string | undefined; content: Buffer }

/** Field names in lower case. The file ends the form: fields after it are ignored, as OSS does. */
export type Form = { fields: Map<string, string>; file: FormFile }

const CRLF = Buffer.from('\r\n')
const HEAD_END = Buffer.from('\r\n\r\n')

/** Throws OssError when the body is no multipart form with a file. */
export function parseForm(body: Buffer, contentType: string): Form {
  const [, quoted, bare] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (!contentType.toLowerCase().startsWith('multipart/form-data') || !boundary) {
    throw invalidArgument('The body must be multipart/form-data')
  }
  const delimiter = Buffer.from(`--${boundary}`)
  const fields = new Map<string, string>()
  for (let start = body.indexOf(delimiter); start >= 0; ) {
    const headStart = start + delimiter.length + CRLF.length
    const headEnd = body.indexOf(HEAD_END, headStart)
    const next = headEnd < 0 ? -1 : body.indexOf(Buffer.concat([CRLF, delimiter]), headEnd)
    if (headEnd < 0 || next < 0) break
    const part = readHead(body.subarray(headStart, headEnd).toString('utf8'))
    const content = body.subarray(headEnd + HEAD_END.length, next)
    if (part.name === 'file') {
      return { fields, file: { filename: part.filename ?? '', contentType: part.contentType, content } }
    }
    fields.set(part.name.toLowerCase(), content.toString('utf8'))
    start = next + CRLF.length
  }
  throw invalidArgument('There is no file in the form; it must be the last field')
}

function readHead(head: string): {
  name: string
  filename: string | undefined
  contentType: string | undefined
} {
  const [, name] = /content-disposition:[^\r\n]*?[;\s]name="([^"]*)"/i.exec(head) ?? []
  const [, filename] = /content-disposition:[^\r\n]*?filename="([^"]*)"/i.exec(head) ?? []
  const [, contentType] = /content-type:\s*([^\r\n]+)/i.exec(head) ?? []
  if (!name) throw invalidArgument('A form part has no name')
  return { name, filename, contentType: contentType?.trim() }
}
