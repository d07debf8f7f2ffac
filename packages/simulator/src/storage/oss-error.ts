/** A refusal of the object storage: XML with Code and Message. */
export class OssError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const accessDenied = (message: string): OssError => new OssError(403, 'AccessDenied', message)

export const policyDenied = (why: string): OssError => accessDenied(`Invalid according to Policy: ${why}`)

export const signatureMismatch = (): OssError =>
  new OssError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided.',
  )

export const unknownKey = (): OssError =>
  new OssError(403, 'InvalidAccessKeyId', 'The OSS Access Key Id you provided does not exist in our records.')

export const noSuchKey = (): OssError => new OssError(404, 'NoSuchKey', 'The specified key does not exist.')

export const noSuchBucket = (): OssError =>
  new OssError(404, 'NoSuchBucket', 'The specified bucket does not exist.')

export const invalidArgument = (message: string): OssError => new OssError(400, 'InvalidArgument', message)

export const errorXml = (error: OssError, requestId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`

export const escapeXml = (text: string): string =>
  text.replace(/[<>&]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : '&amp;'))
