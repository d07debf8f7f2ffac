/** `13800000000` → `138****0000`; shorter texts lose everything but the last two characters. */
export function maskPhone(phone: string): string {
  if (phone === '') return ''
  return phone.length >= 11 ? `${phone.slice(0, -8)}****${phone.slice(-4)}` : `****${phone.slice(-2)}`
}

/** `陈小曦` → `陈**`. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name
  return `${first}${'*'.repeat(Math.min(rest.length, 3))}`
}

/** What somebody typed as a login may be a phone or a password in the wrong field. */
export function maskLogin(login: string): string {
  return login === '' ? '' : `${login.slice(0, 2)}***`
}
