import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const GREY_8_BIT = [8, 0, 0, 0, 0]

/** A square grey-scale PNG with text entries. */
export function encodePng(
  size: number,
  isDark: (x: number, y: number) => boolean,
  texts: Record<string, string>,
): Buffer {
  const rows = Buffer.alloc(size * (size + 1))
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) rows[y * (size + 1) + 1 + x] = isDark(x, y) ? 0 : 255
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  Buffer.from(GREY_8_BIT).copy(header, 8)
  const entries = Object.entries(texts).map(([name, value]) =>
    chunk('tEXt', Buffer.from(`${name}\0${value}`)),
  )
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...entries,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
