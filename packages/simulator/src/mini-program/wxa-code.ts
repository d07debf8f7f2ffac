import { sha256Hex } from '../crypto/digest.ts'
import type { Json } from '../pay/rules.ts'
import type { Sim } from '../sim.ts'
import { encodePng } from './png.ts'
import { type MpError, mpError } from './replies.ts'

const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/
const PAGE = /^[A-Za-z0-9_-][A-Za-z0-9_\-/]*$/
const ENVIRONMENTS = ['release', 'trial', 'develop']
const MIN_WIDTH = 280
const MAX_WIDTH = 1280
const CELLS = 20

/** POST /wxa/getwxacodeunlimit: an image, or JSON when something is wrong. The scene is in the PNG as text. */
export function wxaCode(_sim: Sim, body: Json): Buffer | MpError {
  const scene = body.scene
  const page = body.page
  const width = body.width ?? 430
  if (typeof scene !== 'string' || !SCENE.test(scene))
    return mpError(40169, 'invalid length for scene, or the data is not json string')
  if (page !== undefined && (typeof page !== 'string' || !PAGE.test(page)))
    return mpError(41030, 'invalid page')
  if (!ENVIRONMENTS.includes(String(body.env_version ?? 'release')))
    return mpError(40097, 'invalid env_version')
  if (typeof width !== 'number' || width < MIN_WIDTH || width > MAX_WIDTH)
    return mpError(40097, 'invalid width')
  const bits = Buffer.from(sha256Hex(`${scene}|${page ?? ''}`).repeat(2), 'hex')
  const isDark = (x: number, y: number) => {
    const cell = Math.floor((y * CELLS) / width) * CELLS + Math.floor((x * CELLS) / width)
    return (((bits[Math.floor(cell / 8) % bits.length] ?? 0) >> (cell % 8)) & 1) === 1
  }
  return encodePng(Math.floor(width), isDark, { scene, page: String(page ?? '') })
}
