/** The little of ASN.1 DER that a self-signed X.509 certificate needs. */
function der(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size])
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

export const sequence = (...contents: Buffer[]): Buffer => der(0x30, ...contents)

export const set = (...contents: Buffer[]): Buffer => der(0x31, ...contents)

export const integer = (hex: string): Buffer => {
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  const negative = (bytes[0] ?? 0) >= 0x80
  return der(0x02, negative ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

export const bitString = (bytes: Buffer): Buffer => der(0x03, Buffer.from([0]), bytes)

export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text))

/** UTCTime carries two year digits, enough for certificates that end before 2050. */
export const utcTime = (at: number): Buffer =>
  der(
    0x17,
    Buffer.from(
      `${new Date(at)
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2)}`,
    ),
  )

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return der(0x06, Buffer.from(bytes))
}

export const nothing = (): Buffer => der(0x05)
