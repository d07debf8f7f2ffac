import type { Work } from '../deps.ts'

type Captcha = { readonly id: string; readonly answerHash: string; readonly expiresAt: Date }

export async function insertCaptcha({ sql }: Work, { id, answerHash, expiresAt }: Captcha): Promise<void> {
  await sql`insert into captchas (id, answer_hash, expires_at) values (${id}, ${answerHash}, ${expiresAt})`
}

/** Takes a captcha out of the table, whatever the answer was: each is good for one try. */
export async function takeCaptcha({ sql }: Work, id: string): Promise<Omit<Captcha, 'id'> | undefined> {
  const [row] = await sql<Omit<Captcha, 'id'>>`
    delete from captchas where id = ${id} returning answer_hash as "answerHash", expires_at as "expiresAt"`
  return row
}

export async function forgetCaptchas({ sql, now }: Work): Promise<number> {
  const rows = await sql`delete from captchas where expires_at < ${now} returning id`
  return rows.length
}
