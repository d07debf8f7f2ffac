/** Seals and opens personal data; made by `createVault` of packages/service. */
export type Vault = {
  seal(plain: string): string
  open(sealed: string): string
  index(plain: string): string
}

/** The id of the key a sealed text was made with: its first part. */
export function keyIdOf(sealed: string): string {
  return sealed.slice(0, sealed.indexOf('.'))
}

/** A phone as three columns need it: readable by nobody, and still unique. */
export function sealPhone(vault: Vault, phone: string): { phoneSealed: string; phoneIndex: string } {
  return { phoneSealed: vault.seal(phone), phoneIndex: vault.index(phone) }
}
