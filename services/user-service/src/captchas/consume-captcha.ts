import { timingSafeEqual } from 'node:crypto'
import type { Work } from '../deps.ts'
import { takeCaptcha } from './captcha.store.ts'

/** A captcha's answer as the client gave it, hashed as `captchaHash` does. */
export type CaptchaAnswer = { readonly id: string; readonly answerHash: string }

/** Uses a captcha up. @returns whether the answer was right and in time. */
export async function consumeCaptcha(work: Work, { id, answerHash }: CaptchaAnswer): Promise<boolean> {
  const captcha = await takeCaptcha(work, id)
  if (!captcha || captcha.expiresAt <= work.now) return false
  const [given, right] = [Buffer.from(answerHash), Buffer.from(captcha.answerHash)]
  return given.length === right.length && timingSafeEqual(given, right)
}
